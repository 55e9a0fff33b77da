"""A trainer's statement of hours as a page, a table and a document.

All of it goes by the programme's clock, in which months are counted, wherever the trainer is.
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from app.kernel import clock
from app.kernel.errors import NotFound
from app.kernel.i18n import by_programme_clock, programme_zone
from app.kernel.matrix import RUN_COHORTS
from app.kernel.permissions import requires
from courses.desk.hours.files import hours_csv, hours_pdf, stretch_label
from courses.desk.hours.forms import DaysForm, PeriodForm
from courses.desk.hours.statement import TrainingHours, training_hours
from courses.desk.hours.stretches import Days, Stretch, days_between, parse_stretch
from organisations.accounts.current import current_person
from scheduling.coaching.periods import recent_periods

blueprint = Blueprint(
    "training_hours", __name__, template_folder="templates", url_prefix="/manage/training-hours"
)


@blueprint.get("")
@requires(RUN_COHORTS)
def show() -> ResponseReturnValue:
    now = clock.now()
    days = DaysForm(request.args if "first_day" in request.args else None)
    if "first_day" in request.args and days.validate():
        chosen = days_between(days.first_day.data, days.last_day.data)
        return redirect(url_for("training_hours.show", period=chosen.key), 303)
    recent = recent_periods(now.astimezone(programme_zone()).date())
    stretch = parse_stretch(request.args.get("period", "")) or recent[0]
    with by_programme_clock():
        page = render_template(
            "training_hours/show.html",
            form=_period_form(recent, stretch),
            days=days,
            hours=training_hours(current_person(), stretch, now),
            label=stretch_label(stretch),
        )
    return page, 422 if days.errors else 200


@blueprint.get("/<period>.csv")
@requires(RUN_COHORTS)
def table(period: str) -> ResponseReturnValue:
    hours = _hours(period)
    with by_programme_clock():
        content = hours_csv(hours)
    return _file(content, "text/csv", f"komma-training-hours-{period}.csv")


@blueprint.get("/<period>.pdf")
@requires(RUN_COHORTS)
def document(period: str) -> ResponseReturnValue:
    hours, trainer = _hours(period), current_person().name
    with by_programme_clock():
        pdf = hours_pdf(hours, trainer=trainer, now=clock.now())
    return _file(pdf, "application/pdf", f"komma-training-hours-{period}.pdf")


def _period_form(recent: list[Stretch], stretch: Stretch) -> PeriodForm:
    """The last months and quarters to choose from, and what is shown now where it is another."""
    offered = recent if stretch in recent or isinstance(stretch, Days) else [stretch, *recent]
    form = PeriodForm(formdata=None, period=stretch.key)
    form.period.choices = [SelectChoice(one.key, stretch_label(one)) for one in offered]
    return form


def _hours(key: str) -> TrainingHours:
    stretch = parse_stretch(key)
    if stretch is None:
        raise NotFound
    return training_hours(current_person(), stretch, clock.now())


def _file(content: bytes, kind: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})
