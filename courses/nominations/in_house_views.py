"""Cohorts for one municipality alone: ask for one, look how it stands, answer."""

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import ANSWER_IN_HOUSE, REQUEST_IN_HOUSE
from app.kernel.permissions import requires
from courses.catalogue.queries import get_course, list_live_courses
from courses.nominations import in_house, queries
from courses.nominations.forms import ReasonForm, in_house_form
from courses.nominations.models import InHouseRequest
from courses.nominations.reach import reach_of
from courses.nominations.wording import IN_HOUSE_BADGES, IN_HOUSE_STATES
from organisations.accounts.current import current_account, current_person
from organisations.queries import find_names

blueprint = Blueprint(
    "in_house",
    __name__,
    template_folder="templates",
    url_prefix="/municipality/trainings/in-house",
)
manage_blueprint = Blueprint(
    "manage_in_house", __name__, template_folder="templates", url_prefix="/manage/in-house"
)


@blueprint.get("")
@requires(REQUEST_IN_HOUSE)
def index() -> ResponseReturnValue:
    reach = reach_of(current_account())
    return render_template(
        "nominations/in_house.html",
        requests=queries.list_in_house_of(reach.municipality_ids),
        states=IN_HOUSE_STATES,
        badges_of=IN_HOUSE_BADGES,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(REQUEST_IN_HOUSE)
def new() -> ResponseReturnValue:
    municipalities = queries.list_own_municipalities(reach_of(current_account()))
    courses = [course for course in list_live_courses() if not course.confidential]
    form = in_house_form(municipalities, courses)
    if form.validate_on_submit():
        chosen = form.municipality.data if form.municipality else municipalities[0].public_id
        in_house.ask_in_house(
            municipality=next(one for one in municipalities if one.public_id == chosen),
            course=get_course(form.course.data),
            days=form.days,
            people=form.people.data,
            place=form.place.data or "",
            note=form.note.data or "",
            actor=current_person(),
            now=clock.now(),
        )
        flash(_("Ihre Anfrage ist beim Programmbüro. Die Antwort kommt per Mail."), "success")
        return redirect(url_for("in_house.index"), 303)
    page = render_template("nominations/in_house_new.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<public_id>/withdraw")
@requires(REQUEST_IN_HOUSE, needs_benefit=False)
def withdraw(public_id: str) -> ResponseReturnValue:
    asked = queries.get_in_house(public_id, reach_of(current_account()).municipality_ids)
    try:
        in_house.withdraw_in_house(request=asked, actor=current_person(), now=clock.now())
    except in_house.AlreadyAnswered as refusal:
        flash(refusal.message, "info")
    else:
        flash(_("Die Anfrage ist zurückgezogen."), "success")
    return redirect(url_for("in_house.index"), 303)


@manage_blueprint.get("")
@requires(ANSWER_IN_HOUSE)
def manage() -> ResponseReturnValue:
    return render_template(
        "nominations/manage_in_house.html",
        requests=queries.list_in_house(),
        states=IN_HOUSE_STATES,
        badges_of=IN_HOUSE_BADGES,
    )


@manage_blueprint.route("/<public_id>", methods=["GET", "POST"])
@requires(ANSWER_IN_HOUSE)
def show(public_id: str) -> ResponseReturnValue:
    """With the form, decline."""
    asked, form = queries.get_in_house(public_id), ReasonForm()
    if form.validate_on_submit():
        try:
            in_house.decline_in_house(
                request=asked,
                reason=form.reason.data or "",
                actor=current_person(),
                now=clock.now(),
            )
        except in_house.AlreadyAnswered as refusal:
            flash(refusal.message, "info")
        else:
            flash(_("Abgelehnt. Wer gefragt hat, bekommt eine Mail."), "success")
        return redirect(url_for("manage_in_house.manage"), 303)
    page = render_template(
        "nominations/manage_in_house_show.html",
        asked=asked,
        asker=find_names([asked.asked_by]).get(asked.asked_by),
        form=form,
        states=IN_HOUSE_STATES,
        plan_url=_plan_url(asked),
    )
    return page, 422 if form.is_submitted() else 200


@manage_blueprint.post("/<public_id>/accept")
@requires(ANSWER_IN_HOUSE)
def accept(public_id: str) -> ResponseReturnValue:
    """Say yes, and go on to the form of a new cohort, filled in as far as it was asked for."""
    asked = queries.get_in_house(public_id)
    try:
        in_house.accept_in_house(request=asked, actor=current_person(), now=clock.now())
    except in_house.AlreadyAnswered as refusal:
        flash(refusal.message, "info")
        return redirect(url_for("manage_in_house.show", public_id=public_id), 303)
    flash(_("Zugesagt. Legen Sie jetzt die Termine an."), "success")
    return redirect(_plan_url(asked), 303)


def _plan_url(asked: InHouseRequest) -> str:
    values = {
        "course": asked.course.slug,
        "first_day": asked.wished[0],
        "municipality": asked.municipality.public_id,
        "place": asked.place,
        "capacity": asked.people,
    }
    return f"{url_for('plan_cohorts.new')}?{urlencode(values)}"
