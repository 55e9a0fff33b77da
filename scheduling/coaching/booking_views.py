"""A person's appointments, as client or as coach. Nobody else sees them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.i18n import gettext as _
from app.kernel.matrix import BOOK_COACHING
from app.kernel.permissions import may, signed_in
from organisations.accounts.current import current_person
from scheduling.coaching import queries, services
from scheduling.coaching.errors import AppointmentBegun
from scheduling.coaching.presenting import booking_entry, clash_titles

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


@blueprint.post("/<public_id>/cancel")
@signed_in
def cancel(public_id: str) -> ResponseReturnValue:
    booking = queries.get_booking_of(current_person(), public_id)
    try:
        services.cancel_booking(booking=booking, now=clock.now())
    except AppointmentBegun as refusal:
        return _page(public_id, refusal), refusal.status
    flash(_("Der Termin ist abgesagt. Die andere Seite erfährt es per Mail."), "success")
    return redirect(url_for("bookings.show", public_id=public_id), 303)


def _page(public_id: str, refusal: AppointmentBegun | None = None) -> str:
    person, now = current_person(), clock.now()
    booking = queries.get_booking_of(person, public_id)
    return render_template(
        "coaching/booking.html",
        booking=booking,
        as_coach=booking.offer.coach_id == person.id,
        can_be_cancelled=booking.can_be_cancelled(now),
        clashes=clash_titles(booking, person) if booking.can_be_cancelled(now) else [],
        may_book=may(BOOK_COACHING),
        refusal=refusal,
    )


def has_bookings() -> bool:
    """Whether the one who is signed in has appointments, to come or past."""
    return queries.has_bookings(current_person())
