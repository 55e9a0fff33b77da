"""Appointments kept for somebody else: times, and no word of what they are about."""

from datetime import date, datetime, timedelta
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.i18n import local_datetime, viewer_zone
from app.kernel.matrix import KEEP_APPOINTMENTS
from app.kernel.permissions import requires
from organisations.accounts.current import current_person
from organisations.deputies.queries import get_deputyship_for, list_deputyships_of
from organisations.models import Person
from scheduling.coaching import queries, services
from scheduling.coaching.approval import is_request
from scheduling.coaching.choosing import answer_choice, show_times
from scheduling.coaching.errors import AppointmentBegun, CoachChanged
from scheduling.coaching.forms import SlotForm
from scheduling.coaching.free_time import list_free_slots, list_other_slots
from scheduling.coaching.presenting import neutral_entries, slot_week
from scheduling.queries import list_events_of

LOOK_AHEAD = timedelta(days=366)

blueprint = Blueprint("deputy", __name__, template_folder="templates", url_prefix="/deputy")


@blueprint.get("")
@requires(KEEP_APPOINTMENTS)
def index() -> ResponseReturnValue:
    return render_template(
        "coaching/deputy/index.html", deputyships=list_deputyships_of(current_person())
    )


@blueprint.get("/<person_id>")
@requires(KEEP_APPOINTMENTS)
def show(person_id: str) -> ResponseReturnValue:
    deputyship, now = get_deputyship_for(current_person(), person_id), clock.now()
    principal = deputyship.principal
    events = [
        *list_events_of(principal, since=now, until=now + LOOK_AHEAD),
        *(request.event for request in queries.list_requests_of(principal, now)),
    ]
    events.sort(key=lambda event: event.starts_at)
    return render_template(
        "coaching/deputy/show.html",
        deputyship=deputyship,
        principal=principal,
        entries=neutral_entries(events, principal, now),
        offers=queries.list_offers_for(principal),
    )


@blueprint.get("/<person_id>/offers/<offer_id>")
@requires(KEEP_APPOINTMENTS)
def choose(person_id: str, offer_id: str) -> ResponseReturnValue:
    return show_times(partial(_offer_page, person_id, offer_id))


@blueprint.post("/<person_id>/offers/<offer_id>")
@requires(KEEP_APPOINTMENTS)
def book(person_id: str, offer_id: str) -> ResponseReturnValue:
    def take(starts_at: datetime) -> str:
        principal = _principal(person_id)
        offer = queries.get_offer_for(principal, offer_id)
        booking = services.book_slot(
            offer=offer, client=principal, starts_at=starts_at, now=clock.now()
        )
        if booking.takes_place:
            flash(_("Der Termin für %(name)s ist gebucht.", name=principal.name), "success")
        else:
            flash(_("Der Termin für %(name)s ist angefragt.", name=principal.name), "success")
        return url_for("deputy.show", person_id=person_id)

    return answer_choice(partial(_offer_page, person_id, offer_id), take)


@blueprint.get("/<person_id>/bookings/<booking_id>/move")
@requires(KEEP_APPOINTMENTS)
def choose_other(person_id: str, booking_id: str) -> ResponseReturnValue:
    return show_times(partial(_move_page, person_id, booking_id))


@blueprint.post("/<person_id>/bookings/<booking_id>/move")
@requires(KEEP_APPOINTMENTS)
def move(person_id: str, booking_id: str) -> ResponseReturnValue:
    def take(starts_at: datetime) -> str:
        principal = _principal(person_id)
        booking = queries.get_booking_as_client(principal, booking_id)
        services.move_booking(booking=booking, starts_at=starts_at, now=clock.now())
        flash(_("Der Termin für %(name)s ist verschoben.", name=principal.name), "success")
        return url_for("deputy.show", person_id=person_id)

    return answer_choice(partial(_move_page, person_id, booking_id), take)


@blueprint.get("/<person_id>/bookings/<booking_id>/cancel")
@requires(KEEP_APPOINTMENTS)
def confirm_cancellation(person_id: str, booking_id: str) -> ResponseReturnValue:
    principal = _principal(person_id)
    booking = queries.get_booking_as_client(principal, booking_id)
    return render_template(
        "confirm.html",
        heading=_("Termin absagen?"),
        text=_(
            "Termin für %(name)s am %(when)s: Die Zeit wird frei, und die andere Seite bekommt "
            "eine Mail.",
            name=principal.name,
            when=local_datetime(booking.event.starts_at),
        ),
        label=_("Termin absagen"),
        action_url=url_for("deputy.cancel", person_id=person_id, booking_id=booking_id),
        cancel_url=url_for("deputy.show", person_id=person_id),
    )


@blueprint.post("/<person_id>/bookings/<booking_id>/cancel")
@requires(KEEP_APPOINTMENTS)
def cancel(person_id: str, booking_id: str) -> ResponseReturnValue:
    principal = _principal(person_id)
    booking = queries.get_booking_as_client(principal, booking_id)
    try:
        services.cancel_booking(booking=booking, now=clock.now())
    except (AppointmentBegun, CoachChanged) as refusal:
        flash(refusal.message, "danger")
    else:
        flash(_("Der Termin für %(name)s ist abgesagt.", name=principal.name), "success")
    return redirect(url_for("deputy.show", person_id=person_id), 303)


def _principal(person_id: str) -> Person:
    return get_deputyship_for(current_person(), person_id).principal


def _offer_page(person_id: str, offer_id: str, form: SlotForm, week: date | None) -> str:
    principal, now = _principal(person_id), clock.now()
    offer = queries.get_offer_for(principal, offer_id)
    slots = list_free_slots(offer, principal, now)
    return render_template(
        "coaching/deputy/book.html",
        principal=principal,
        offer=offer,
        is_request=is_request(offer, now),
        form=form,
        week=slot_week(slots, week, viewer_zone()),
    )


def _move_page(person_id: str, booking_id: str, form: SlotForm, week: date | None) -> str:
    principal, now = _principal(person_id), clock.now()
    booking = queries.get_booking_as_client(principal, booking_id)
    return render_template(
        "coaching/deputy/move.html",
        principal=principal,
        booking=booking,
        can_be_moved=booking.can_be_moved(now),
        form=form,
        week=slot_week(list_other_slots(booking, now), week, viewer_zone()),
    )
