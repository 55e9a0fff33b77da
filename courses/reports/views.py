"""Reports for the office and its funder: as a page, as a workbook, as a document.

All of it goes by the programme's clock, in which months are counted.
"""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import (
    by_programme_clock,
    current_language,
    local_date,
    local_month,
    programme_zone,
)
from app.kernel.i18n import gettext as _
from app.kernel.matrix import READ_REPORTS
from app.kernel.permissions import requires
from app.kernel.spreadsheets import XLSX, workbook
from courses.reports.document import TextTable, tables_document
from courses.reports.forms import PeriodForm
from courses.reports.periods import Months, month_key, month_of, usual_periods
from courses.reports.presenting import charts_of, note, shown, tables_of, title_of
from courses.reports.services import chosen_months, months_to_choose, report_of

blueprint = Blueprint(
    "reports", __name__, template_folder="templates", url_prefix="/manage/reports"
)


@blueprint.get("")
@requires(READ_REPORTS)
def show() -> ResponseReturnValue:
    choices = months_to_choose(clock.now())
    if not choices:
        return render_template("reports/none.html")
    usual = _usual_periods(choices)
    asked = (request.args.get("first", ""), request.args.get("last", ""))
    months = chosen_months(*asked, choices) or usual["month"]
    report = report_of(months)
    overview, *sheets = tables_of(report)
    return render_template(
        "reports/show.html",
        form=_form(months, choices),
        title=title_of(months),
        usual=usual,
        report=report,
        overview=overview,
        sheets=sheets,
        charts=charts_of(report),
        shown=shown,
        note=note(),
        files={end: _address(months, end) for end in ("xlsx", "pdf")},
        month_key=month_key,
    )


@blueprint.get("/<first>/<last>.xlsx")
@requires(READ_REPORTS)
def table(first: str, last: str) -> ResponseReturnValue:
    months = _months(first, last)
    content = workbook(tables_of(report_of(months)), zone=programme_zone())
    return _file(content, XLSX, f"komma-report-{months.key}.xlsx")


@blueprint.get("/<first>/<last>.pdf")
@requires(READ_REPORTS)
def document(first: str, last: str) -> ResponseReturnValue:
    months = _months(first, last)
    with by_programme_clock():
        made_on = _("Erstellt am %(day)s", day=local_date(clock.now()))
    pdf = tables_document(
        title=_("Bericht"),
        subtitle=title_of(months),
        notes=[made_on, note()],
        tables=[
            TextTable(one.name, one.columns, [[shown(cell) for cell in row] for row in one.rows])
            for one in tables_of(report_of(months))
        ],
        page_label=_("Seite"),
        language=current_language(),
    )
    return _file(pdf, "application/pdf", f"komma-report-{months.key}.pdf")


def _months(first: str, last: str) -> Months:
    months = chosen_months(first, last, months_to_choose(clock.now()))
    if months is None:
        raise NotFound
    return months


def _usual_periods(choices: Sequence[date]) -> dict[str, Months]:
    """The last month, quarter and year, as far as there are figures of them."""
    usual = usual_periods(month_of(clock.now(), programme_zone()))
    return {name: one for name, one in usual.items() if one.first in choices}


def _form(months: Months, choices: Sequence[date]) -> PeriodForm:
    form = PeriodForm(formdata=None, first=month_key(months.first), last=month_key(months.last))
    for field in (form.first, form.last):
        field.choices = [SelectChoice(month_key(one), local_month(one)) for one in choices]
    return form


def _address(months: Months, end: str) -> str:
    endpoint = {"xlsx": "reports.table", "pdf": "reports.document"}[end]
    return url_for(endpoint, first=month_key(months.first), last=month_key(months.last))


def _file(content: bytes, kind: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})
