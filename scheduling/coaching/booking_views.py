"""A person's appointments, as client or as coach. Nobody else sees them."""

from datetime import date, datetime
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.i18n import local_datetime, programme_zone
from app.kernel.matrix import BOOK_COACHING
from app.kernel.permissions import may, requires, signed_in
from organisations.accounts.current import current_person
from scheduling.coaching import queries, services
from scheduling.coaching.choosing import answer_choice, show_times
from scheduling.coaching.errors import AppointmentBegun
from scheduling.coaching.forms import SlotForm
from scheduling.coaching.free_time import list_other_slots
from scheduling.coaching.models import Booking, Side
from scheduling.coaching.presenting import booking_entry, clash_titles, slot_week

blueprint = Blueprint("bookings", __name__, template_folder="templates", url_prefix="/bookings")


@blueprint.get("")
@signed_in
def index() -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    bookings = queries.list_bookings_of(person)
    coming = [booking for booking in bookings if booking.event.ends_at > now]
    over = [booking for booking in bookings if booking.event.ends_at <= now]
    return render_template(
        "coaching/bookings.html",
        coming=[booking_entry(booking, person) for booking in coming],
        over=[booking_entry(booking, person) for booking in reversed(over)],
        may_book=may(BOOK_COACHING),
    )


@blueprint.get("/<public_id>")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


@blueprint.get("/<public_id>/cancel")
@signed_in
def confirm_cancellation(public_id: str) -> ResponseReturnValue:
    booking = queries.get_booking_of(current_person(), public_id)
    return render_template(
        "confirm.html",
        heading=_("Termin absagen?"),
        text=_(
            "%(when)s: Die Zeit wird frei, und die andere Seite bekommt eine Mail. Einen Grund "
            "müssen Sie nicht nennen.",
            when=local_datetime(booking.event.starts_at),
        ),
        label=_("Termin absagen"),
        action_url=url_for("bookings.cancel", public_id=public_id),
        cancel_url=url_for("bookings.show", public_id=public_id),
    )


@blueprint.get("/<public_id>/move")
@requires(BOOK_COACHING)
def choose_other(public_id: str) -> ResponseReturnValue:
    return show_times(partial(_move_page, public_id))


@blueprint.post("/<public_id>/move")
@requires(BOOK_COACHING)
def move(public_id: str) -> ResponseReturnValue:
    def take(starts_at: datetime) -> str:
        booking = queries.get_booking_as_client(current_person(), public_id)
        services.move_booking(booking=booking, starts_at=starts_at, now=clock.now())
        flash(_("Ihr Termin ist verschoben. Die andere Seite erfährt es per Mail."), "success")
        return url_for("bookings.show", public_id=public_id)

    return answer_choice(partial(_move_page, public_id), take)


@blueprint.post("/<public_id>/cancel")
@signed_in
def cancel(public_id: str) -> ResponseReturnValue:
    booking = queries.get_booking_of(current_person(), public_id)
    try:
        services.cancel_booking(booking=booking, now=clock.now(), by=_side_of(booking))
    except AppointmentBegun as refusal:
        return _page(public_id, refusal), refusal.status
    flash(_("Der Termin ist abgesagt. Die andere Seite erfährt es per Mail."), "success")
    return redirect(url_for("bookings.show", public_id=public_id), 303)


def _page(public_id: str, refusal: AppointmentBegun | None = None) -> str:
    person, now = current_person(), clock.now()
    booking = queries.get_booking_of(person, public_id)
    as_coach = booking.offer.coach_id == person.id
    return render_template(
        "coaching/booking.html",
        booking=booking,
        as_coach=as_coach,
        can_be_cancelled=booking.can_be_cancelled(now),
        can_be_moved=booking.can_be_moved(now) and not as_coach and may(BOOK_COACHING),
        clashes=clash_titles(booking, person) if booking.can_be_cancelled(now) else [],
        may_book=may(BOOK_COACHING),
        refusal=refusal,
    )


def _move_page(public_id: str, form: SlotForm, week: date | None) -> str:
    now = clock.now()
    booking = queries.get_booking_as_client(current_person(), public_id)
    return render_template(
        "coaching/move.html",
        booking=booking,
        can_be_moved=booking.can_be_moved(now),
        form=form,
        week=slot_week(list_other_slots(booking, now), week, programme_zone()),
    )


def _side_of(booking: Booking) -> Side:
    coach_id = booking.offer.coach_id
    return Side.COACH if coach_id == current_person().id else Side.CLIENT


def has_bookings() -> bool:
    """Whether the one who is signed in has appointments, to come or past."""
    return queries.has_bookings(current_person())
