"""What was published of a wave as a file for spreadsheets."""

from collections.abc import Iterator

from app.kernel.csv_file import csv_file
from app.kernel.i18n import gettext as _
from assessments.waves.presentation import Figure, Results, written, written_change


def results_file(results: Results) -> bytes:
    """The groups that have a result, one in a row; the total first."""
    header = (
        _("Tabelle"),
        _("Gruppe"),
        _("Mittelwert"),
        _("Schwankung höchstens"),
        _("Antworten mindestens"),
        _("Veränderung im Mittel"),
        _("Schwankung der Veränderung höchstens"),
    )
    return csv_file(header, _rows(results))


def _rows(results: Results) -> Iterator[tuple[object, ...]]:
    if results.total.margin:
        change = results.change
        yield (
            *_row(_("Alle"), results.total),
            written_change(change.value) if change else "",
            _half(change.half) if change else "",
        )
    for table in results.groups:
        for figure in table.figures:
            if figure.margin:
                yield (*_row(table.title, figure), "", "")


def _row(table: str, figure: Figure) -> tuple[object, ...]:
    margin = figure.margin
    return table, figure.name, written(margin.value), _half(margin.half), figure.n_at_least


def _half(half: float | None) -> str:
    return "" if half is None else written(half)
