"""Reads which appointments fall into times at which calendars outside say somebody is busy.

An appointment clashes during its own time; its buffers are the coach's to break. What a calendar
outside mirrors of here is no clash, see `busy_calendars.mirroring`. Nor is, for two days, exactly
the time from which the appointment was moved: calendars that subscribe to ours follow that slowly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from organisations.models import Person
from scheduling.busy_calendars.mirroring import Span
from scheduling.coaching.known_times import FARTHEST
from scheduling.coaching.models import Booking
from scheduling.coaching.taken_time import TakenTime, list_taken_times
from scheduling.slots import OutsideCalendar

FOLLOWED_WITHIN = timedelta(days=2)


@dataclass(frozen=True)
class OutsideClash:
    """`calendar` says that a person is busy during `busy`, and `booking` takes them up then."""

    booking: Booking
    person_id: int
    busy: Span
    calendar: OutsideCalendar

    @property
    def both(self) -> Span:
        """When it is both."""
        event = self.booking.event
        return Span(max(self.busy.start, event.starts_at), min(self.busy.end, event.ends_at))


def list_outside_clashes(
    bookings: Sequence[Booking], people: Sequence[Person], now: datetime
) -> list[OutsideClash]:
    """Where calendars outside of `people` are in the way of `bookings`; two queries at most.

    All of `people` are asked about each of `bookings`, in the order of these.
    """
    if not bookings:
        return []
    since = min(one.event.starts_at for one in bookings) - FARTHEST
    until = max(one.event.ends_at for one in bookings) + FARTHEST
    taken = list_taken_times(people, since, until, now, titled=True)
    return [
        clash
        for booking in bookings
        for person in people
        for time in taken.get(person.id, ())
        for clash in _clashes(booking, time, now)
    ]


def _clashes(booking: Booking, time: TakenTime, now: datetime) -> Iterator[OutsideClash]:
    if time.calendar is None:
        return
    busy = Span(time.starts_at, time.ends_at)
    own = Span(booking.event.starts_at, booking.event.ends_at)
    if busy.overlaps(own) and busy != _just_moved_from(booking, now):
        yield OutsideClash(booking, time.person_id, busy, time.calendar)


def _just_moved_from(booking: Booking, now: datetime) -> Span | None:
    event, start = booking.event, booking.former_starts_at
    if start is None or now > event.changed_at + FOLLOWED_WITHIN:
        return None
    return Span(start, start + (event.ends_at - event.starts_at))
