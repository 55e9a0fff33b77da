"""The calendars that a person has connected: how they stand, what we know by them, their end."""

from datetime import datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.i18n import local_time, viewer_zone
from app.kernel.matrix import CONNECT_CALENDARS, RUN_COACHING
from app.kernel.permissions import may, requires, signed_in
from organisations.accounts.current import current_person
from scheduling.busy_calendars import queries, services
from scheduling.busy_calendars.addresses import masked_addresses
from scheduling.busy_calendars.busy_days import busy_days
from scheduling.busy_calendars.wording import removal_text, standing_of

DAYS_SHOWN = 14

blueprint = Blueprint(
    "busy_calendars", __name__, template_folder="templates", url_prefix="/calendar/busy"
)


@blueprint.get("")
@signed_in
def index() -> ResponseReturnValue:
    calendars, now = queries.list_busy_calendars(current_person()), clock.now()
    return render_template(
        "busy_calendars/index.html",
        calendars=calendars,
        addresses=masked_addresses(calendars),
        standings={
            calendar.id: standing_of(calendar, now, coaches=may(RUN_COACHING))
            for calendar in calendars
        },
        may_connect=may(CONNECT_CALENDARS),
        coaches=may(RUN_COACHING),
    )


@blueprint.get("/<public_id>")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    """What we know by it, so that its owner sees whether that is right."""
    calendar, now = queries.get_busy_calendar(current_person(), public_id), clock.now()
    zone = viewer_zone()
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    until = midnight + timedelta(days=DAYS_SHOWN)
    times = queries.list_times_by(calendar, midnight, until)
    return render_template(
        "busy_calendars/show.html",
        calendar=calendar,
        address=masked_addresses([calendar]).get(calendar.public_id),
        standing=standing_of(calendar, now, coaches=may(RUN_COACHING)),
        days=busy_days(times, zone=zone),
        until=until - timedelta(days=1),
        may_connect=may(CONNECT_CALENDARS),
    )


@blueprint.post("/<public_id>/refresh")
@requires(CONNECT_CALENDARS)
def refresh(public_id: str) -> ResponseReturnValue:
    calendar = queries.get_busy_calendar(current_person(), public_id)
    now = clock.now()
    due_at = services.ask_refresh(calendar=calendar, now=now)
    if due_at > now:
        flash(_("Wir rufen den Kalender um %(time)s Uhr ab.", time=local_time(due_at)), "success")
    else:
        flash(_("Wir rufen den Kalender jetzt ab. Das dauert bis zu einer Minute."), "success")
    return redirect(url_for("busy_calendars.show", public_id=public_id), 303)


@blueprint.get("/<public_id>/remove")
@signed_in
def confirm_removal(public_id: str) -> ResponseReturnValue:
    calendar = queries.get_busy_calendar(current_person(), public_id)
    return render_template(
        "confirm.html",
        heading=_("Kalender entfernen?"),
        text=removal_text(calendar),
        label=_("Entfernen"),
        action_url=url_for("busy_calendars.remove", public_id=public_id),
        cancel_url=url_for("busy_calendars.index"),
    )


@blueprint.post("/<public_id>/remove")
@signed_in
def remove(public_id: str) -> ResponseReturnValue:
    calendar = queries.get_busy_calendar(current_person(), public_id)
    label = calendar.label
    services.remove_calendar(calendar=calendar, now=clock.now())
    flash(_("Der Kalender „%(label)s“ ist entfernt.", label=label), "success")
    return redirect(url_for("busy_calendars.index"), 303)
