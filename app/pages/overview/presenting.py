"""The state of the programme as tables: page, workbook and document all show these."""

from datetime import datetime

from app.kernel.i18n import gettext as _
from app.kernel.i18n import short_date
from app.kernel.progress import FEWEST_PEOPLE_TOLD, PLATFORM, Stage
from app.kernel.spreadsheets import Cell, Sheet
from app.pages.overview.state import Overview, Part
from app.pages.overview.wording import MEMBERSHIPS, STAGE_HINTS, STAGES
from organisations.wording import KINDS, STATES


def part_title(part: Part) -> str:
    """`Modul 2a: Kommunikation`; the label alone of what belongs to no module."""
    if not part.module:
        return part.label
    if part.module == PLATFORM:
        return _("Plattform: %(label)s", label=part.label)
    return _("Modul %(module)s: %(label)s", module=part.module, label=part.label)


def module_name(part: Part) -> str:
    """Where a part belongs in the programme."""
    if not part.module:
        return _("Vor dem Start")
    if part.module == PLATFORM:
        return _("Plattform")
    return _("Modul %(module)s", module=part.module)


def stage_word(stage: Stage) -> str:
    """A stage in one word."""
    return str(STAGES[stage])


def sums_table(overview: Overview, before: Overview | None = None) -> Sheet:
    """How many municipalities have come how far in each part, and `before` that."""
    columns = [_("Teil"), _("Meilenstein"), *map(stage_word, STAGES), _("mit Hinweis")]
    earlier = {tally.part.name: tally for tally in before.tallies} if before else {}
    if before:
        columns.append(_("erreicht am %(day)s", day=short_date(before.taken_at)))
    rows = []
    for tally in overview.tallies:
        cells: list[Cell] = [part_title(tally.part), tally.part.milestone]
        cells += [*map(tally.count, STAGES), tally.risks]
        if before:
            then = earlier.get(tally.part.name)
            cells.append(then.reached if then else None)
        rows.append(cells)
    return Sheet(_("Überblick"), columns, rows)


def places_table(overview: Overview) -> Sheet:
    """Where each municipality stands in each part, in words."""
    return Sheet(
        _("Kommunen"),
        [
            _("Kommune"),
            _("Land"),
            _("Teilnahme am Programm"),
            _("Art"),
            *(one.label for one in overview.parts),
        ],
        [
            [
                row.place.name,
                str(STATES.get(row.place.state, row.place.state)),
                str(MEMBERSHIPS[row.place.membership]),
                str(KINDS[row.place.kind]),
                *(stage_word(row.standing(part).stage) for part in overview.parts),
            ]
            for row in overview.rows
        ],
    )


def figures_table(overview: Overview) -> Sheet:
    """What there is to say of each municipality in each part that it has begun."""
    return Sheet(
        _("Angaben"),
        [_("Kommune"), _("Teil"), _("Stand"), _("Angaben")],
        [
            [
                row.place.name,
                part_title(part),
                stage_word(standing.stage),
                str(standing.figures),
            ]
            for row in overview.rows
            for part in overview.parts
            if (standing := row.standing(part)).figures
        ],
    )


def dates_table(overview: Overview) -> Sheet:
    """What comes next, the earliest first."""
    return Sheet(
        _("Nächste Termine"),
        [_("Tag"), _("Kommune"), _("Teil"), _("Was")],
        [[one.day, one.place.name, part_title(one.part), one.step] for one in overview.next_dates],
    )


def terms_table(overview: Overview, before: Overview | None = None) -> Sheet:
    """Where the figures come from, and what the words mean."""
    rows: list[list[Cell]] = [
        [_("Stichtag"), short_date(overview.taken_at)],
        [
            _("Quelle"),
            _(
                "Was die Kommunen und das Programmbüro in KommA eingetragen haben. Gezählt werden "
                "Kommunen."
            ),
        ],
        *([stage_word(stage), str(hint)] for stage, hint in STAGE_HINTS.items()),
        [
            _("mit Hinweis"),
            _(
                "In so vielen Kommunen braucht etwas Aufmerksamkeit, zum Beispiel eine "
                "überfällige Zusage. Was es ist, steht nicht im Bericht: Das klärt das "
                "Programmbüro mit der Kommune."
            ),
        ],
        [
            _("Personen"),
            _(
                "Zahlen unter %(least)s Personen nennt KommA nicht, damit niemand erkennbar wird. "
                "Vertrauliche Kurse zählen nirgends mit. Wer einen Kurs abgeschlossen hat, zählt "
                "ab dem Monat danach.",
                least=FEWEST_PEOPLE_TOLD,
            ),
        ],
        [
            _("Nicht enthalten"),
            _("Antworten und Stufen einzelner Menschen, Vorgänge, Coachings und Entwürfe."),
        ],
    ]
    if before:
        rows.append(
            [
                _("Vergleich"),
                _(
                    "Der Stand vom %(day)s, wie ihn KommA damals festgehalten hat.",
                    day=short_date(before.taken_at),
                ),
            ]
        )
    rows += [[_("Im ganzen Programm"), part.together] for part in overview.parts if part.together]
    return Sheet(_("Erläuterungen"), [_("Begriff"), _("Bedeutung")], rows)


def report_tables(overview: Overview, before: Overview | None) -> list[Sheet]:
    """All that the funder's workbook has."""
    return [
        sums_table(overview, before),
        places_table(overview),
        figures_table(overview),
        dates_table(overview),
        terms_table(overview, before),
    ]


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return "–"
    return str(cell) if isinstance(cell, str | int) else short_date(cell)  # type: ignore[arg-type]


def title_of(taken_at: datetime) -> str:
    """`Stand des Programms am 1.12.2026`."""
    return _("Stand des Programms am %(day)s", day=short_date(taken_at))
