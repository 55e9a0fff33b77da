"""The coach's side: when they are away, and how long they need from one place to another."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COACHING
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from scheduling.coaching import being_away, coach_queries
from scheduling.coaching.hours_forms import SettingsForm, TravelForm, VacationForm
from scheduling.coaching.warning import warn_of_bookings

blueprint = Blueprint(
    "coach_hours", __name__, template_folder="templates", url_prefix="/manage/availability"
)


@blueprint.route("/vacations/new", methods=["GET", "POST"])
@requires(RUN_COACHING)
def new_vacation() -> ResponseReturnValue:
    form = VacationForm()
    if form.validate_on_submit():
        first, last = form.first_date.data, form.last_date.data
        try:
            being_away.add_vacation(coach=current_person(), first_date=first, last_date=last)
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Gespeichert. In dieser Zeit kann niemand bei Ihnen buchen."), "success")
            warn_of_bookings(first, last)
            return redirect(url_for("manage_coaching.availability"), 303)
    page = render_template("coaching/new_vacation.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/vacations/<public_id>/remove")
@requires(RUN_COACHING)
def remove_vacation(public_id: str) -> ResponseReturnValue:
    being_away.forget(entry=coach_queries.get_vacation_of(current_person(), public_id))
    flash(_("Entfernt. An diesen Tagen gelten wieder Ihre wöchentlichen Zeiten."), "success")
    return redirect(url_for("manage_coaching.availability"), 303)


@blueprint.route("/settings", methods=["GET", "POST"])
@requires(RUN_COACHING)
def settings() -> ResponseReturnValue:
    coach = current_person()
    form = SettingsForm(obj=coach_queries.find_settings_of(coach))
    if form.validate_on_submit():
        being_away.change_settings(
            coach=coach,
            state=form.state.data or None,
            town=form.town.data or "",
            usual_travel_minutes=form.usual_travel_minutes.data,
        )
        flash(_("Gespeichert. Schon gebuchte Termine bleiben bestehen."), "success")
        return redirect(url_for("manage_coaching.availability"), 303)
    page = render_template("coaching/coach_settings.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/travel/new", methods=["GET", "POST"])
@requires(RUN_COACHING)
def new_travel() -> ResponseReturnValue:
    form = TravelForm()
    if form.validate_on_submit():
        being_away.set_travel_time(
            coach=current_person(),
            town=form.town.data,
            other_town=form.other_town.data,
            minutes=form.minutes.data,
        )
        flash(_("Gespeichert. Zwischen diesen Orten bleibt diese Zeit frei."), "success")
        return redirect(url_for("manage_coaching.availability"), 303)
    page = render_template("coaching/new_travel.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/travel/<public_id>/remove")
@requires(RUN_COACHING)
def remove_travel(public_id: str) -> ResponseReturnValue:
    being_away.forget(entry=coach_queries.get_travel_time_of(current_person(), public_id))
    flash(_("Entfernt. Zwischen diesen Orten gilt wieder die übliche Fahrzeit."), "success")
    return redirect(url_for("manage_coaching.availability"), 303)
