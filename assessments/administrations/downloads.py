"""One's own self-assessments as files to keep: all as JSON or CSV, what is finished as PDF.

Their names say nothing of what is in them, since others may use the same device, and neither they
nor their contents name the person. docs/own-data.md describes the formats.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.kernel.csv_file import csv_file
from app.kernel.i18n import gettext as _
from app.kernel.i18n import local_date, localised, short_date
from assessments.administrations.course_document import (
    WrittenCourse,
    WrittenTable,
    course_document,
    printable,
)
from assessments.administrations.presentation import (
    CourseView,
    KnownInstruments,
    StretchView,
    own_courses,
    score_names,
    value_in_words,
)
from assessments.administrations.queries import Opened
from assessments.instruments.definition import Instrument

FORMAT, VERSION = "komma-self-assessments", 1

Make = Callable[[Sequence[Opened], date], bytes]


def as_json(opened: Sequence[Opened], today: date) -> bytes:
    """All of it, with the questionnaires in the versions that were filled in."""
    known = KnownInstruments()
    instruments = {
        (instrument.key, instrument.version): instrument for instrument in map(known, opened)
    }
    document = {
        "format": FORMAT,
        "version": VERSION,
        "created": today.isoformat(),
        "instruments": [_instrument(each) for _key, each in sorted(instruments.items())],
        "assessments": [_assessment(each) for each in opened],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def as_csv(opened: Sequence[Opened], _today: date) -> bytes:
    """A line for each value, answer and note."""
    header = [
        _("Woche vom"),
        _("Fragebogen"),
        _("Fassung"),
        _("Abgeschlossen"),
        _("Art"),
        _("Kürzel"),
        _("Wortlaut"),
        _("Zahl"),
        _("In Worten"),
    ]
    known = KnownInstruments()
    return csv_file(header, [line for each in opened for line in _lines(each, known(each))])


def as_pdf(opened: Sequence[Opened], today: date) -> bytes:
    """Courses with picture and table, and the notes. Its letters are those of the font."""
    finished = [each for each in opened if each.finished]
    return course_document(
        title=_("Meine Selbsteinschätzungen"),
        facts=[
            (_("Erstellt"), local_date(today)),
            (_("Hinweis"), _("Das ist keine Diagnose.")),
        ],
        courses=[
            _written(course, stretch)
            for course in own_courses(finished)
            for stretch in (course.latest, *course.earlier)
        ],
        page_label=_("Seite"),
    )


DOWNLOADS: dict[str, tuple[Make, str]] = {
    "json": (as_json, "application/json"),
    "csv": (as_csv, "text/csv"),
    "pdf": (as_pdf, "application/pdf"),
}


def _instrument(instrument: Instrument) -> dict[str, Any]:
    scale = instrument.scale
    return {
        "key": instrument.key,
        "version": instrument.version,
        "title": vars(instrument.title),
        "source": instrument.source,
        "licence": instrument.licence,
        "validated": instrument.validated,
        "scale": {
            "min": scale.lowest,
            "max": scale.highest,
            "labels": {
                "de": [label.de for label in scale.labels],
                "en": [label.en for label in scale.labels],
            },
        },
        "items": [
            {"key": item.key, "text": vars(item.text), "reverse": item.reverse}
            for item in instrument.items
        ],
        "scores": [
            {
                "key": score.key,
                "items": score.items,
                "method": score.method,
                "factor": float(score.factor),
                "min_answered": score.min_answered,
                "bands": [
                    {
                        "key": band.key,
                        "label": vars(band.label),
                        "below": None if band.below is None else float(band.below),
                    }
                    for band in score.bands
                ],
            }
            for score in instrument.scores
        ],
    }


def _assessment(opened: Opened) -> dict[str, Any]:
    contents = opened.contents
    return {
        "instrument": contents.instrument_key,
        "version": contents.instrument_version,
        "week": opened.week.isoformat(),
        "finished": opened.finished,
        "given_to_group": opened.given is not None,
        "answers": dict(contents.answers),
        "scores": {key: dict(score) for key, score in contents.scores.items()},
        "note": contents.note,
    }


def _lines(opened: Opened, instrument: Instrument) -> Iterator[list[object]]:
    contents, scale = opened.contents, instrument.scale
    begin = [
        opened.week.isoformat(),
        localised(instrument.title),
        instrument.version,
        _("ja") if opened.finished else _("nein"),
    ]
    for score, name in zip(instrument.scores, score_names(instrument), strict=True):
        if score.key in contents.scores:
            kept = contents.scores[score.key]
            words = {band.key: localised(band.label) for band in score.bands}
            number = "" if kept["value"] is None else Decimal(repr(round(kept["value"], 4)))
            yield [*begin, _("Wert"), score.key, str(name), number, words.get(kept["band"], "")]
    for item in instrument.items:
        answer = contents.answers.get(item.key)
        words = "" if answer is None else localised(scale.labels[answer - scale.lowest])
        number = "" if answer is None else answer
        yield [*begin, _("Antwort"), item.key, localised(item.text), number, words]
    if contents.note:
        yield [*begin, _("Notiz"), "", contents.note, "", ""]


def _written(course: CourseView, stretch: StretchView) -> WrittenCourse:
    title = course.title
    if stretch is not course.latest:
        title = _("%(title)s, frühere Fassung", title=title)
    return WrittenCourse(
        title=printable(title),
        chart=stretch.chart,
        bands=[(band.letter, printable(f"{band.span}: {band.words}")) for band in stretch.bands],
        reading=stretch.reading,
        tables=_tables(stretch),
        notes_title=_("Notizen"),
        notes=[
            (_("Woche vom %(week)s", week=short_date(row.opened.week)), row.opened.contents.note)
            for row in stretch.rows
            if row.opened.contents.note
        ],
    )


def _tables(stretch: StretchView) -> list[WrittenTable]:
    weeks = [short_date(row.opened.week) for row in stretch.rows]
    columns = [
        (_("Woche vom"), 13, weeks),
        (_("Wert"), 16, list(map(value_in_words, stretch.rows))),
    ]
    if stretch.reliability_source:
        columns.append((_("Bereich"), 13, [row.interval or "–" for row in stretch.rows]))
    if stretch.bands:
        columns.append((_("In Worten"), 25, [printable(row.words or "–") for row in stretch.rows]))
    if stretch.tells_changes:
        previous = [row.since_previous or "–" for row in stretch.rows]
        first = [row.since_first or "–" for row in stretch.rows]
        columns.append((_("Seit dem vorigen Mal"), 20, previous))
        columns.append((_("Seit dem ersten Mal"), 20, first))
    tables = [_table(columns)]
    if len(stretch.names) > 1:
        names = [printable(str(name)) for name in stretch.names]
        values = zip(*(row.values for row in stretch.rows), strict=True)
        by_name = [
            (name, len(name) + 4, list(of_one)) for name, of_one in zip(names, values, strict=True)
        ]
        tables.append(_table([(_("Woche vom"), 13, weeks), *by_name]))
    return tables


def _table(columns: Sequence[tuple[str, int, Sequence[str]]]) -> WrittenTable:
    """Of columns with their heading, how wide they are beside the others, and their cells."""
    total = sum(width for _heading, width, _cells in columns)
    return WrittenTable(
        header=[heading for heading, _width, _cells in columns],
        rows=list(zip(*(cells for _heading, _width, cells in columns), strict=True)),
        columns=[width / total for _heading, width, _cells in columns],
    )
