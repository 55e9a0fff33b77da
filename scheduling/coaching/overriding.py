"""Commands of the programme office on appointments of others: when a rule stands in their way.

The rules of the offer (deadline, notice, working times) give way, but not for a coach to whom
something is handed over. That nobody is booked twice does not, nor that what has begun stays. Each
leaves a trace with its reason, and never with a name.
"""

from datetime import datetime
from enum import StrEnum

from app.kernel import audit
from organisations.models import Person
from scheduling.coaching.handing_over import hand_over
from scheduling.coaching.models import Booking, CoachingOffer, Side
from scheduling.coaching.services import cancel_booking, move_booking


class OverrideReason(StrEnum):
    """Why a rule was set aside. A choice: the trail keeps no text that somebody wrote."""

    CLIENT_ASKED = "client_asked"
    COACH_ASKED = "coach_asked"
    COACH_ABSENT = "coach_absent"
    MISTAKE = "mistake"


def cancel_for_others(
    *, booking: Booking, actor: Person, reason: OverrideReason, now: datetime
) -> Booking:
    """Call `booking` off though its deadline has passed. Raises AppointmentBegun."""
    cancelled = cancel_booking(booking=booking, now=now, by=Side.OFFICE)
    _record(booking, actor, "cancel", reason, now)
    return cancelled


def move_for_others(
    *, booking: Booking, starts_at: datetime, actor: Person, reason: OverrideReason, now: datetime
) -> Booking:
    """Have `booking` begin at `starts_at`, whatever its offer says of times and deadlines.

    Raises AppointmentBegun, EventIsCancelled, and AlreadyTaken where somebody has no time then.
    """
    moved = move_booking(booking=booking, starts_at=starts_at, now=now, by=Side.OFFICE)
    _record(booking, actor, "move", reason, now)
    return moved


def hand_over_for_others(
    *, booking: Booking, offer: CoachingOffer, actor: Person, reason: OverrideReason, now: datetime
) -> Booking:
    """Have the coach of `offer` hold `booking` instead of its own. Errors as for `hand_over`."""
    handed_over = hand_over(booking=booking, offer=offer, now=now)
    _record(booking, actor, "hand_over", reason, now)
    return handed_over


def _record(
    booking: Booking, actor: Person, done: str, reason: OverrideReason, now: datetime
) -> None:
    audit.record(
        "booking.overridden", booking, actor=actor, now=now, done=done, reason=reason.value
    )
