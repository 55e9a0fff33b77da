"""The coach's side: the statement of hours as a page, a table and a document.

All of it goes by the programme's clock, in which months are counted, wherever the coach is.
"""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import by_programme_clock, programme_zone
from app.kernel.matrix import RUN_COACHING
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching.hours_files import OUTCOMES, period_label, statement_csv, statement_pdf
from scheduling.coaching.hours_forms import PeriodForm
from scheduling.coaching.hours_statement import HoursStatement, Outcome, hours_statement
from scheduling.coaching.periods import parse_period, recent_periods

blueprint = Blueprint(
    "hours_statement", __name__, template_folder="templates", url_prefix="/manage/hours"
)


@blueprint.get("")
@requires(RUN_COACHING)
def show() -> ResponseReturnValue:
    now = clock.now()
    recent = recent_periods(now.astimezone(programme_zone()).date())
    period = parse_period(request.args.get("period", "")) or recent[0]
    periods = recent if period in recent else [period, *recent]
    form = PeriodForm(formdata=None, period=period.key)
    form.period.choices = [SelectChoice(one.key, period_label(one)) for one in periods]
    with by_programme_clock():
        return render_template(
            "coaching/hours_statement.html",
            form=form,
            statement=hours_statement(current_person(), period, now),
            label=period_label(period),
            outcomes=OUTCOMES,
            not_yet_marked=Outcome.NOT_YET_MARKED,
        )


@blueprint.get("/<period>.csv")
@requires(RUN_COACHING)
def table(period: str) -> ResponseReturnValue:
    statement = _statement(period)
    with by_programme_clock():
        content = statement_csv(statement)
    return _file(content, "text/csv", f"komma-hours-{period}.csv")


@blueprint.get("/<period>.pdf")
@requires(RUN_COACHING)
def document(period: str) -> ResponseReturnValue:
    statement, coach = _statement(period), current_person().name
    with by_programme_clock():
        pdf = statement_pdf(statement, coach=coach, now=clock.now())
    return _file(pdf, "application/pdf", f"komma-hours-{period}.pdf")


def _statement(key: str) -> HoursStatement:
    period = parse_period(key)
    if period is None:
        raise NotFound
    return hours_statement(current_person(), period, clock.now())


def _file(content: bytes, kind: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})
