"""A report as tables: the page, the workbook and the document all show these."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import format_decimal

from app.kernel.charts import LabelLine, wrap_label
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import local_month, localised
from app.kernel.spreadsheets import Cell, Sheet
from courses.reports.figures import CourseLine, PeopleTable, Report
from courses.reports.periods import Months
from courses.reports.suppression import THRESHOLD
from courses.wording import FUNCTIONS

PROTECTED = _l("geschützt")
LINE_HEIGHT, BAR_HEIGHT, GAP = 22, 16, 14


def title_of(months: Months) -> str:
    """`Bericht Januar 2026 bis März 2026`."""
    first, last = local_month(months.first), local_month(months.last)
    return first if first == last else _("%(first)s bis %(last)s", first=first, last=last)


def note() -> str:
    """Why some figures are missing."""
    return _(
        "Zahlen unter %(least)s Personen zeigt KommA nicht. Damit sie sich nicht ausrechnen "
        "lassen, fehlen auch andere. Beides heißt hier: geschützt.",
        least=THRESHOLD,
    )


def tables_of(report: Report) -> list[Sheet]:
    """All figures of the report."""
    tables = [_overview(report), _months(report), _courses(report.by_course)]
    return [*tables, _people(report.people)] if report.people else tables


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    if isinstance(cell, int | Decimal):
        return str(format_decimal(cell))
    return "–" if cell is None else str(cell)


def hours(minutes: int) -> Decimal:
    """Hours with one digit after the point, rounded half up."""
    return Decimal((minutes + 3) // 6) / 10


def _overview(report: Report) -> Sheet:
    completion = report.completion
    rate = f"{completion.percent} %" if completion else None
    mean = Decimal(report.satisfaction) / 100 if report.satisfaction is not None else None
    rows: list[tuple[str, Cell]] = [
        (_("Erreichte Kommunen"), report.municipalities),
        (_("Kurse"), report.courses),
        (_("Durchgänge"), report.cohorts),
        (_("Termine"), report.sessions),
        (_("Trainingsstunden"), hours(report.minutes)),
        (_("Teilnehmende"), _told(report.participants)),
        (_("Teilnahmen"), _told(report.participations)),
        (_("Teilnahmestunden"), _told(_hours_or_none(report.participant_minutes))),
        (_("Abschlussquote beendeter Durchgänge"), _told(rate)),
        (_("Zufriedenheit, von 1 bis 5"), _told(mean)),
    ]
    return Sheet(_("Überblick"), [_("Kennzahl"), _("Wert")], rows)


def _months(report: Report) -> Sheet:
    return Sheet(
        _("Monate"),
        [_("Monat"), _("Termine"), _("Stunden")],
        [(local_month(line.month), line.sessions, hours(line.minutes)) for line in report.by_month],
    )


def _courses(lines: Sequence[CourseLine]) -> Sheet:
    return Sheet(
        _("Kurse"),
        [_("Kurs"), _("Durchgänge"), _("Termine"), _("Stunden"), _("Teilnahmen")],
        [
            (
                localised(line.title) if line.title else _("Vertrauliche Kurse zusammen"),
                line.cohorts,
                line.sessions,
                hours(line.minutes),
                _told(line.participations),
            )
            for line in lines
        ],
    )


def _people(people: PeopleTable) -> Sheet:
    counts, total = people.counts, _("Gesamt")
    names = [name or _("Ohne Angabe der Kommune") for name in people.municipalities]
    rows = [
        (name, *map(_told, cells), _told(row_total))
        for name, cells, row_total in zip(names, counts.cells, counts.row_totals, strict=True)
    ]
    return Sheet(
        _("Teilnehmende nach Kommune und Funktion"),
        [_("Kommune"), *map(function_name, people.functions), total],
        [*rows, (total, *map(_told, counts.column_totals), counts.total)],
    )


def function_name(function: str | None) -> str:
    """A function in words."""
    return str(FUNCTIONS[function]) if function else _("Ohne Funktion")


def _told(cell: Cell) -> Cell:
    return str(PROTECTED) if cell is None else cell


def _hours_or_none(minutes: int | None) -> Decimal | None:
    return None if minutes is None else hours(minutes)


@dataclass(frozen=True)
class Bar:
    """A bar as it is drawn: places across in per cent, places down in pixels."""

    label_lines: tuple[LabelLine, ...]
    value: str
    y: int
    width: str


@dataclass(frozen=True)
class BarChart:
    """All that the template needs."""

    bars: tuple[Bar, ...]
    height: int


def bar_chart(values: Sequence[tuple[str, int | Decimal | None]]) -> BarChart:
    """A bar for each label, as long as its share of the largest; none for what is kept back."""
    largest = max((value for _label, value in values if value is not None), default=0)
    bars, top = [], 0
    for label, value in values:
        lines = wrap_label(label)
        y = top + len(lines) * LINE_HEIGHT
        share = Decimal(100) * value / largest if value and largest else Decimal(0)
        bars.append(
            Bar(
                label_lines=tuple(
                    LabelLine(line, top + (number + 1) * LINE_HEIGHT - 6)
                    for number, line in enumerate(lines)
                ),
                value=shown(_told(value)),
                y=y,
                width=f"{share:.1f}%",
            )
        )
        top = y + BAR_HEIGHT + GAP
    return BarChart(tuple(bars), top)


def charts_of(report: Report) -> tuple[BarChart, BarChart | None]:
    """Training hours of each month; and participants of each function, where any are told."""
    by_month = [(local_month(line.month), hours(line.minutes)) for line in report.by_month]
    totals = report.people.counts.column_totals if report.people else ()
    if report.people is None or not any(totals):
        return bar_chart(by_month), None
    names = map(function_name, report.people.functions)
    return bar_chart(by_month), bar_chart(list(zip(names, totals, strict=True)))
