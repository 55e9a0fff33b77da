"""The coach's side: the statement of hours as a page, a table and a document."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.matrix import RUN_COACHING
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching.hours_files import OUTCOMES, period_label, statement_csv, statement_pdf
from scheduling.coaching.hours_forms import PeriodForm, today
from scheduling.coaching.hours_statement import HoursStatement, Outcome, hours_statement
from scheduling.coaching.periods import parse_period, recent_periods

blueprint = Blueprint(
    "hours_statement", __name__, template_folder="templates", url_prefix="/manage/hours"
)


@blueprint.get("")
@requires(RUN_COACHING)
def show() -> ResponseReturnValue:
    recent = recent_periods(today())
    period = parse_period(request.args.get("period", "")) or recent[0]
    periods = recent if period in recent else [period, *recent]
    form = PeriodForm(formdata=None, period=period.key)
    form.period.choices = [SelectChoice(one.key, period_label(one)) for one in periods]
    return render_template(
        "coaching/hours_statement.html",
        form=form,
        statement=hours_statement(current_person(), period, clock.now()),
        label=period_label(period),
        outcomes=OUTCOMES,
        not_yet_marked=Outcome.NOT_YET_MARKED,
    )


@blueprint.get("/<period>.csv")
@requires(RUN_COACHING)
def table(period: str) -> ResponseReturnValue:
    statement = _statement(period)
    return _file(statement_csv(statement), "text/csv", f"komma-hours-{period}.csv")


@blueprint.get("/<period>.pdf")
@requires(RUN_COACHING)
def document(period: str) -> ResponseReturnValue:
    pdf = statement_pdf(_statement(period), coach=current_person().name, now=clock.now())
    return _file(pdf, "application/pdf", f"komma-hours-{period}.pdf")


def _statement(key: str) -> HoursStatement:
    period = parse_period(key)
    if period is None:
        raise NotFound
    return hours_statement(current_person(), period, clock.now())


def _file(content: bytes, kind: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})
