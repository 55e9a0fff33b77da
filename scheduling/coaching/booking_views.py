"""A person's appointments, as client or as coach. Nobody else sees them."""

from datetime import date, datetime
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.errors import DomainError
from app.kernel.i18n import gettext as _
from app.kernel.i18n import local_datetime, viewer_zone
from app.kernel.matrix import BOOK_COACHING, BOOK_CRISIS_TALKS
from app.kernel.permissions import may, requires, signed_in
from organisations.accounts.current import current_person
from scheduling.busy_calendars.queries import has_busy_calendars
from scheduling.coaching import queries, services
from scheduling.coaching.approval import is_unsure
from scheduling.coaching.booking_forms import CancellationForm
from scheduling.coaching.choosing import answer_choice, show_times
from scheduling.coaching.companions import leave_booking
from scheduling.coaching.errors import AppointmentBegun, CoachChanged
from scheduling.coaching.forms import MoveForm
from scheduling.coaching.free_time import list_other_slots
from scheduling.coaching.models import Side
from scheduling.coaching.presenting import clash_titles, outside_clashes_of, slot_week
from scheduling.coaching.states import booking_entry, side_of, state_of, what_can_be_done

blueprint = Blueprint("bookings", __name__, template_folder="templates", url_prefix="/bookings")


@blueprint.get("")
@signed_in
def index() -> ResponseReturnValue:
    person, now = current_person(), clock.now()
    bookings = queries.list_bookings_of(person)
    asked = [
        one for one in bookings if one.is_requested(now) and side_of(one, person) is Side.COACH
    ]
    coming = [one for one in bookings if one.event.ends_at > now and one not in asked]
    over = [booking for booking in bookings if booking.event.ends_at <= now]
    clashing = outside_clashes_of([*asked, *coming], person, now)
    return render_template(
        "coaching/bookings.html",
        asked=[booking_entry(one, person, now, clashing.get(one)) for one in asked],
        coming=[booking_entry(one, person, now, clashing.get(one)) for one in coming],
        over=[booking_entry(booking, person, now) for booking in reversed(over)],
        holds=queries.list_holds_of(person, now),
        may_book=may(BOOK_CRISIS_TALKS),
    )


@blueprint.get("/<public_id>")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


@blueprint.get("/<public_id>/cancel")
@signed_in
def confirm_cancellation(public_id: str) -> ResponseReturnValue:
    return _cancel_page(public_id, CancellationForm())


@blueprint.get("/<public_id>/move")
@requires(BOOK_CRISIS_TALKS)
def choose_other(public_id: str) -> ResponseReturnValue:
    return show_times(partial(_move_page, public_id), MoveForm())


@blueprint.post("/<public_id>/move")
@requires(BOOK_CRISIS_TALKS)
def move(public_id: str) -> ResponseReturnValue:
    form = MoveForm()

    def take(starts_at: datetime) -> str:
        services.move_booking(
            booking=queries.get_booking_as_client(current_person(), public_id),
            starts_at=starts_at,
            now=clock.now(),
            and_following=form.and_following.data,
        )
        flash(_("Ihr Termin ist verschoben. Die andere Seite erfährt es per Mail."), "success")
        return url_for("bookings.show", public_id=public_id)

    return answer_choice(partial(_move_page, public_id), take, form)


@blueprint.post("/<public_id>/cancel")
@signed_in
def cancel(public_id: str) -> ResponseReturnValue:
    booking = queries.get_booking_as_party(current_person(), public_id)
    form = CancellationForm()
    if not form.validate():
        return _cancel_page(public_id, form), 422
    try:
        services.cancel_booking(
            booking=booking, now=clock.now(), by=side_of(booking, current_person()), **form.wish()
        )
    except (AppointmentBegun, CoachChanged) as refusal:
        return _page(public_id, refusal), refusal.status
    flash(_("Der Termin ist abgesagt. Die andere Seite erfährt es per Mail."), "success")
    return redirect(url_for("bookings.show", public_id=public_id), 303)


@blueprint.get("/<public_id>/leave")
@signed_in
def confirm_leaving(public_id: str) -> ResponseReturnValue:
    booking = queries.get_booking_as_participant(current_person(), public_id)
    return render_template(
        "confirm.html",
        heading=_("Nicht teilnehmen?"),
        text=_(
            "%(when)s: Der Termin findet ohne Sie statt. Einen Grund müssen Sie nicht nennen.",
            when=local_datetime(booking.event.starts_at),
        ),
        label=_("Ich komme nicht"),
        action_url=url_for("bookings.leave", public_id=public_id),
        cancel_url=url_for("bookings.show", public_id=public_id),
    )


@blueprint.post("/<public_id>/leave")
@signed_in
def leave(public_id: str) -> ResponseReturnValue:
    person = current_person()
    booking = queries.get_booking_as_participant(person, public_id)
    leave_booking(booking=booking, person=person, now=clock.now())
    flash(_("Sie nehmen an dem Termin nicht teil."), "success")
    return redirect(url_for("bookings.index"), 303)


def _page(public_id: str, refusal: DomainError | None = None) -> str:
    person, now = current_person(), clock.now()
    booking = queries.get_booking_of(person, public_id)
    may_book = may(BOOK_CRISIS_TALKS if booking.offer.crisis else BOOK_COACHING)
    can = what_can_be_done(booking, person, now, may_book=may_book)
    return render_template(
        "coaching/booking.html",
        booking=booking,
        group=queries.list_group(booking),
        can=can,
        unsure=can.answer and not booking.offer.needs_approval and is_unsure(booking.offer, now),
        unchecked=can.hand_over and not can.answer and is_unsure(booking.offer, now),
        state=state_of(booking, now),
        clashes=clash_titles(booking, person) if booking.can_be_cancelled(now, Side.COACH) else [],
        outside_clashes=outside_clashes_of([booking], person, now).get(booking, []),
        may_book=may_book,
        refusal=refusal,
    )


def _cancel_page(public_id: str, form: CancellationForm) -> str:
    booking = queries.get_booking_as_party(current_person(), public_id)
    following = queries.list_group(booking, since=booking.event.starts_at)
    if len(following) == 1:
        del form.and_following
    return render_template(
        "coaching/cancel.html", booking=booking, form=form, following=following[1:]
    )


def _move_page(public_id: str, form: MoveForm, week: date | None) -> str:
    now = clock.now()
    booking = queries.get_booking_as_client(current_person(), public_id)
    if len(queries.list_group(booking, since=booking.event.starts_at)) == 1:
        del form.and_following
    return render_template(
        "coaching/move.html",
        booking=booking,
        can_be_moved=booking.can_be_moved(now),
        form=form,
        week=slot_week(list_other_slots(booking, now), week, viewer_zone()),
        left_out=has_busy_calendars(booking.client),
    )


def has_bookings() -> bool:
    """Whether the one who is signed in has appointments, to come or past."""
    return queries.has_bookings(current_person())
