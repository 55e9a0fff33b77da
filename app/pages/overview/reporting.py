"""The funder's report of one reporting day: what it is of, and its files."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import current_app

from app.kernel.i18n import by_programme_clock, current_language, local_date, programme_zone
from app.kernel.i18n import gettext as _
from app.kernel.spreadsheets import Sheet, workbook
from app.pages.overview.bars import ORDER, shares
from app.pages.overview.document import PaperBar, PaperTable, report_document
from app.pages.overview.presenting import (
    dates_table,
    part_title,
    places_table,
    report_tables,
    shown,
    stage_word,
    sums_table,
    terms_table,
    title_of,
)
from app.pages.overview.queries import find_snapshot, list_all_municipalities, read_overview
from app.pages.overview.state import Overview, Tally
from courses.reports.periods import month_of, months_on, parse_month

#: So many columns of parts have room beside each other on paper.
PARTS_ACROSS = 6
#: The reporting day that is today.
TODAY = "now"
QUARTER = 3


@dataclass(frozen=True)
class Report:
    """The state on the reporting day, and that of three months before where it was kept."""

    overview: Overview
    before: Overview | None


def find_report(standing: str, *, now: datetime) -> Report | None:
    """The report of TODAY or of a month (2026-12), in the language of the moment.

    None where no state was kept in that month.
    """
    month = month_of(now, programme_zone()) if standing == TODAY else parse_month(standing)
    overview = _overview(standing, month, now) if month else None
    if month is None or overview is None:
        return None
    return Report(overview, find_snapshot(months_on(month, -QUARTER)))


def workbook_of(report: Report) -> bytes:
    """All tables as an Excel workbook."""
    return workbook(report_tables(report.overview, report.before), zone=programme_zone())


def document_of(report: Report, *, now: datetime) -> bytes:
    """What fits on paper as a PDF; figures of single municipalities are in the workbook."""
    overview, settings = report.overview, current_app.extensions["komma"].settings
    sums = sums_table(overview, report.before)
    numbers = len(sums.columns) - 2
    with by_programme_clock():
        made_on = _("Erstellt am %(day)s", day=local_date(now))
    return report_document(
        title=title_of(overview.taken_at),
        notes=[
            _(
                "Bericht für den Fördergeber. Betreiber: %(operator)s.",
                operator=settings.operator_name,
            ),
            _(
                "%(made_on)s. %(count)s Kommunen nehmen teil.",
                made_on=made_on,
                count=len(overview.rows),
            ),
        ],
        tables=[
            _on_paper(sums, (0.22, 0.78 - 0.08 * numbers, *[0.08] * numbers), numbers_from=2),
            *_places(overview),
            _on_paper(dates_table(overview), (0.12, 0.26, 0.27, 0.35), new_page=True),
            _on_paper(terms_table(overview, report.before), (0.2, 0.8)),
        ],
        bars=[PaperBar(part_title(one.part), _pieces(one)) for one in overview.tallies],
        legend=[stage_word(stage) for stage in ORDER],
        page_label=_("Seite"),
        language=current_language(),
    )


def _overview(standing: str, month: date, now: datetime) -> Overview | None:
    if standing == TODAY:
        return read_overview(list_all_municipalities(), now=now, together=True)
    return find_snapshot(month)


def _places(overview: Overview) -> list[PaperTable]:
    """Name and what it is, then a column for each part; what is too wide goes on in a new table."""
    tables = []
    for begin in range(0, len(overview.parts), PARTS_ACROSS):
        parts = overview.parts[begin : begin + PARTS_ACROSS]
        sheet = places_table(replace(overview, parts=parts))
        if len(overview.parts) > PARTS_ACROSS:
            labels = _("%(first)s bis %(last)s", first=parts[0].label, last=parts[-1].label)
            sheet = replace(sheet, name=f"{sheet.name}: {labels}")
        about = (0.15, 0.14, 0.08, 0.1)
        rest = (1 - sum(about)) / PARTS_ACROSS
        shares = (*about, *[rest] * len(parts))
        tables.append(_on_paper(sheet, shares, size=8, new_page=True))
    return tables


def _on_paper(
    sheet: Sheet,
    shares: tuple[float, ...],
    *,
    numbers_from: int | None = None,
    size: float = 9,
    new_page: bool = False,
) -> PaperTable:
    return PaperTable(
        title=sheet.name,
        columns=sheet.columns,
        rows=[[shown(cell) for cell in row] for row in sheet.rows],
        shares=shares,
        size=size,
        numbers_from=numbers_from,
        new_page=new_page,
    )


def _pieces(tally: Tally) -> list[float]:
    lengths = {stage: length for stage, _begin, length in shares(tally)}
    return [lengths.get(stage, 0) for stage in ORDER]
