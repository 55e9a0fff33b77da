"""A coach's statement of hours: which appointments took place, and how long they were.

It names nobody: neither clients nor municipalities, only the number of each appointment, by which
both sides and the office find it again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from organisations.models import Person
from scheduling.coaching.models import Booking, BookingStatus, CoachingOffer, Side
from scheduling.coaching.periods import Period
from scheduling.models import Event


class Outcome(StrEnum):
    """What became of an appointment whose time the coach kept."""

    ATTENDED = "attended"
    MISSED = "missed"
    CANCELLED_LATE = "cancelled_late"
    NOT_YET_MARKED = "not_yet_marked"


@dataclass(frozen=True)
class StatedAppointment:
    """One line of the statement."""

    number: str
    starts_at: datetime
    minutes: int
    outcome: Outcome


@dataclass(frozen=True)
class HoursStatement:
    """The appointments of a period in the order of time."""

    period: Period
    appointments: Sequence[StatedAppointment]

    @property
    def minutes(self) -> int:
        """The minutes of what took place."""
        return self.minutes_by_outcome[Outcome.ATTENDED]

    @property
    def minutes_by_outcome(self) -> Counter[Outcome]:
        sums: Counter[Outcome] = Counter()
        for one in self.appointments:
            sums[one.outcome] += one.minutes
        return sums


def hours_statement(coach: Person, period: Period, now: datetime) -> HoursStatement:
    """What `coach` held or kept free in `period`, by the programme's clock; one query.

    Leaves out what is still to come, what was called off in time or by the coach, and what was
    forgotten together with a client's account.
    """
    zone = programme_zone()
    bookings = db.session.scalars(
        select(Booking)
        .join(Booking.offer)
        .join(Booking.event)
        .options(contains_eager(Booking.offer), contains_eager(Booking.event))
        .where(
            CoachingOffer.coach_id == coach.id,
            Event.starts_at >= datetime.combine(period.first_day, time(), zone),
            Event.starts_at < datetime.combine(period.next_day, time(), zone),
            Event.ends_at <= now,
        )
        .order_by(Event.starts_at, Booking.id)
    )
    stated = ((booking, _outcome(booking)) for booking in bookings)
    return HoursStatement(
        period,
        [_appointment(booking, outcome) for booking, outcome in stated if outcome is not None],
    )


def _outcome(booking: Booking) -> Outcome | None:
    match booking.status:
        case BookingStatus.ATTENDED:
            return Outcome.ATTENDED
        case BookingStatus.MISSED:
            return Outcome.MISSED
        case BookingStatus.CONFIRMED:
            return Outcome.NOT_YET_MARKED
        case BookingStatus.CANCELLED if _was_late(booking):
            return Outcome.CANCELLED_LATE
    return None


def _was_late(booking: Booking) -> bool:
    """After its deadline, and not by the coach: only the office can do so for a client."""
    return (
        booking.cancelled_by != Side.COACH
        and booking.cancelled_at is not None
        and booking.cancelled_at > booking.cancel_until
    )


def _appointment(booking: Booking, outcome: Outcome) -> StatedAppointment:
    event = booking.event
    minutes = int((event.ends_at - event.starts_at).total_seconds()) // 60
    return StatedAppointment(booking.public_id, event.starts_at, minutes, outcome)
