"""The coach's side: when they work, and what they offer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.matrix import RUN_COACHING
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from organisations.wording import STATES
from scheduling.coaching import offering, queries
from scheduling.coaching.coach_queries import (
    find_settings_of,
    list_travel_times_of,
    list_vacations_of,
)
from scheduling.coaching.hours_forms import (
    RHYTHMS,
    WEEKDAYS,
    OverrideForm,
    RuleForm,
    end_minute,
    minute_of_day,
    today,
)
from scheduling.coaching.offer_forms import OfferTemplate, new_offer_form, offer_form
from scheduling.coaching.warning import warn_of_bookings

blueprint = Blueprint(
    "manage_coaching", __name__, template_folder="templates", url_prefix="/manage"
)


@blueprint.get("/availability")
@requires(RUN_COACHING)
def availability() -> ResponseReturnValue:
    coach = current_person()
    return render_template(
        "coaching/availability.html",
        rules=queries.list_rules_of(coach),
        overrides=queries.list_overrides_of(coach, since=today()),
        vacations=list_vacations_of(coach, since=today()),
        settings=find_settings_of(coach),
        travel_times=list_travel_times_of(coach),
        states=STATES,
        weekdays=WEEKDAYS,
        rhythms=RHYTHMS,
    )


@blueprint.route("/availability/rules/new", methods=["GET", "POST"])
@requires(RUN_COACHING)
def new_rule() -> ResponseReturnValue:
    form = RuleForm()
    if form.validate_on_submit():
        try:
            offering.add_rule(
                coach=current_person(),
                weekday=form.weekday.data,
                start_minute=minute_of_day(form.start.data),
                end_minute=end_minute(form.end.data),
                first_date=form.first_date.data,
                last_date=form.last_date.data,
                every_weeks=form.every_weeks.data,
                anchor=form.anchor.data,
            )
        except DomainError as refusal:
            form.show(refusal)
        else:
            return _after_new_rule()
    page = render_template("coaching/new_rule.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/availability/rules/<public_id>/remove")
@requires(RUN_COACHING)
def remove_rule(public_id: str) -> ResponseReturnValue:
    offering.remove_times(times=queries.get_rule_of(current_person(), public_id))
    flash(_("Entfernt. Schon gebuchte Termine bleiben bestehen."), "success")
    return redirect(url_for("manage_coaching.availability"), 303)


@blueprint.route("/availability/overrides/new", methods=["GET", "POST"])
@requires(RUN_COACHING)
def new_override() -> ResponseReturnValue:
    form = OverrideForm()
    if form.validate_on_submit():
        try:
            offering.add_override(coach=current_person(), day=form.day.data, windows=form.windows())
        except DomainError as refusal:
            form.show(refusal)
        else:
            flash(_("Gespeichert. An diesem Tag gelten Ihre anderen Zeiten."), "success")
            warn_of_bookings(form.day.data, form.day.data)
            return redirect(url_for("manage_coaching.availability"), 303)
    page = render_template("coaching/new_override.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/availability/overrides/<public_id>/remove")
@requires(RUN_COACHING)
def remove_override(public_id: str) -> ResponseReturnValue:
    offering.remove_times(times=queries.get_override_of(current_person(), public_id))
    flash(_("Entfernt. An diesem Tag gelten wieder Ihre wöchentlichen Zeiten."), "success")
    return redirect(url_for("manage_coaching.availability"), 303)


@blueprint.get("/offers")
@requires(RUN_COACHING)
def offers() -> ResponseReturnValue:
    return render_template("coaching/offers.html", offers=queries.list_offers_of(current_person()))


@blueprint.route("/offers/new", methods=["GET", "POST"])
@requires(RUN_COACHING)
def new_offer() -> ResponseReturnValue:
    kind = request.args.get("kind", "")
    if request.method == "GET" and kind not in set(OfferTemplate):
        return render_template("coaching/new_offer.html")
    form = new_offer_form(OfferTemplate(kind if kind in set(OfferTemplate) else "individual"))
    if form.validate_on_submit():
        offering.create_offer(coach=current_person(), terms=form.terms(), now=clock.now())
        return _after_new_offer()
    page = render_template("coaching/edit_offer.html", form=form, offer=None)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/offers/<public_id>", methods=["GET", "POST"])
@requires(RUN_COACHING)
def edit_offer(public_id: str) -> ResponseReturnValue:
    coach = current_person()
    offer = queries.get_offer_of(coach, public_id)
    form = offer_form(offer)
    if form.validate_on_submit():
        offering.change_offer(offer=offer, terms=form.terms(), actor=coach, now=clock.now())
        flash(_("Gespeichert. Schon gebuchte Termine bleiben, wie sie sind."), "success")
        return redirect(url_for("manage_coaching.offers"), 303)
    page = render_template("coaching/edit_offer.html", form=form, offer=offer)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/offers/<public_id>/open")
@requires(RUN_COACHING)
def open_offer(public_id: str) -> ResponseReturnValue:
    _switch(public_id, active=True)
    flash(_("Das Angebot lässt sich wieder buchen."), "success")
    return redirect(url_for("manage_coaching.offers"), 303)


@blueprint.post("/offers/<public_id>/close")
@requires(RUN_COACHING)
def close_offer(public_id: str) -> ResponseReturnValue:
    _switch(public_id, active=False)
    flash(_("Das Angebot lässt sich nicht mehr buchen. Gebuchte Termine bleiben."), "success")
    return redirect(url_for("manage_coaching.offers"), 303)


def _after_new_rule() -> ResponseReturnValue:
    """Back to the hours, or on to the first offer: without one nobody can book."""
    if queries.list_offers_of(current_person()):
        flash(_("Gespeichert. Die Zeit lässt sich jetzt buchen."), "success")
        return redirect(url_for("manage_coaching.availability"), 303)
    flash(_("Gespeichert. Legen Sie jetzt ein Angebot an, das man buchen kann."), "success")
    return redirect(url_for("manage_coaching.offers"), 303)


def _after_new_offer() -> ResponseReturnValue:
    """Back to the offers, or on to the hours: without any nobody can book."""
    coach = current_person()
    if queries.list_rules_of(coach) or queries.list_overrides_of(coach):
        flash(_("Ihr Angebot ist angelegt und lässt sich buchen."), "success")
        return redirect(url_for("manage_coaching.offers"), 303)
    flash(_("Ihr Angebot ist angelegt. Sagen Sie jetzt, wann Sie Zeit haben."), "success")
    return redirect(url_for("manage_coaching.availability"), 303)


def _switch(public_id: str, *, active: bool) -> None:
    coach = current_person()
    offer = queries.get_offer_of(coach, public_id)
    offering.switch_offer(offer=offer, active=active, actor=coach, now=clock.now())
