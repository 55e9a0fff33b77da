"""The report for the funder: as a page, as a workbook, as a document. For the office alone.

All of it goes by the programme's clock, by which months are counted.
"""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import (
    LANGUAGES,
    by_programme_clock,
    current_language,
    in_language,
    local_month,
)
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_REPORTS
from app.kernel.permissions import requires
from app.kernel.spreadsheets import XLSX
from app.pages.overview.forms import report_form
from app.pages.overview.presenting import shown, sums_table, terms_table, title_of
from app.pages.overview.queries import list_snapshot_months
from app.pages.overview.reporting import TODAY, Report, document_of, find_report, workbook_of
from courses.reports.periods import month_key

blueprint = Blueprint(
    "overview_report", __name__, template_folder="templates", url_prefix="/manage/overview/report"
)


@blueprint.get("")
@requires(READ_REPORTS)
def show() -> ResponseReturnValue:
    """What the report of the chosen day says, and the way to its files."""
    standings = {TODAY: _("Heute")} | {
        month_key(month): _("Anfang %(month)s", month=local_month(month))
        for month in list_snapshot_months()
    }
    asked, wished = request.args.get("standing", ""), request.args.get("language", "")
    standing = asked if asked in standings else TODAY
    language = wished if wished in LANGUAGES else current_language()
    report = _report(standing)
    with by_programme_clock():
        return render_template(
            "overview/report.html",
            form=report_form(standing, language, standings),
            chosen={"standing": standing, "language": language},
            title=title_of(report.overview.taken_at),
            report=report,
            sums=sums_table(report.overview, report.before),
            terms=terms_table(report.overview, report.before),
            shown=shown,
        )


@blueprint.get("/<standing>/<language>.xlsx")
@requires(READ_REPORTS)
def table(standing: str, language: str) -> ResponseReturnValue:
    with in_language(_known(language)), by_programme_clock():
        content = workbook_of(_report(standing))
    return _file(content, XLSX, f"komma-overview-{standing}-{language}.xlsx")


@blueprint.get("/<standing>/<language>.pdf")
@requires(READ_REPORTS)
def document(standing: str, language: str) -> ResponseReturnValue:
    with in_language(_known(language)), by_programme_clock():
        content = document_of(_report(standing), now=clock.now())
    return _file(content, "application/pdf", f"komma-overview-{standing}-{language}.pdf")


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise NotFound
    return language


def _report(standing: str) -> Report:
    report = find_report(standing, now=clock.now())
    if report is None:
        raise NotFound
    return report


def _file(content: bytes, kind: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})
