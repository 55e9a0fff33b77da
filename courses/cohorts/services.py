"""Commands of cohorts: open one, and change how many seats it has. Who gets one: see `seats`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import Course
from courses.cohorts.errors import NotOffered, SeatsTaken
from courses.cohorts.models import Cohort, Seat, Session
from courses.cohorts.seats.line import TooFewFree, reserve_seats
from courses.cohorts.seats.queries import read_books
from courses.cohorts.seats.seating import fill_seats, lock_seats
from courses.cohorts.seats.services import enrol_person, withdraw
from organisations.models import Municipality, Person
from scheduling.services import lock_people, schedule_event

__all__ = ["SessionDates", "change_capacity", "enrol_person", "open_cohort", "withdraw"]

EVENT_OWNER = "course_session"


@dataclass(frozen=True)
class SessionDates:
    """When one meeting of a cohort takes place."""

    starts_at: datetime
    ends_at: datetime


def open_cohort(
    *,
    course: Course,
    sessions: Iterable[SessionDates],
    trainers: Sequence[Person],
    capacity: int,
    place: str,
    zone: str,
    actor: Person | None,
    now: datetime,
    municipality: Municipality | None = None,
    language: str = "de",
    town: str | None = None,
    enrolment_opens_at: datetime | None = None,
    enrolment_closes_at: datetime | None = None,
    room: str = "",
    online_link: str = "",
) -> Cohort:
    """A cohort of `course` with seats 1 to `capacity`; its trainers find it in their calendars.

    One with a `municipality` is for its people only. `zone` is the IANA zone of the wall time.
    It keeps the version of the course that is current. `town` is where it takes place, if not
    online: trainers who are coaches, too, need time to get there. Who books them at this moment is
    waited for.
    Raises ValueError for a self-paced course and without sessions or seats, NotOffered for an
    archived course, UnknownZone, DomainError at `enrolment_closes_at` for a window that ends before
    it begins, and DomainError where a session would end before it starts.
    """
    if course.is_self_paced:
        raise ValueError("a self-paced course has no cohorts")
    if not course.is_offered:
        raise NotOffered(NotOffered.MESSAGE)
    dates = sorted(sessions, key=lambda session: session.starts_at)
    if not dates or capacity < 1:
        raise ValueError("a cohort needs at least one session and one seat")
    lock_people(trainers)
    cohort = Cohort(
        public_id=new_public_id(),
        course=course,
        version_number=course.version_number,
        municipality=municipality,
        language=language,
        confidential=course.confidential,
        enrolment_opens_at=enrolment_opens_at,
        enrolment_closes_at=enrolment_closes_at,
        created_at=now,
        trainers=list(trainers),
        seats=[Seat(number=number) for number in range(1, capacity + 1)],
    )
    for position, session in enumerate(dates):
        event = schedule_event(
            owner=EVENT_OWNER,
            group_key=cohort.public_id,
            title=cohort.event_title,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            zone=zone,
            place=place,
            room=room,
            town=town,
            online_link=online_link,
            occupants=trainers,
            now=now,
        )
        cohort.sessions.append(Session(position=position, event=event))
    db.session.add(cohort)
    db.session.flush()
    audit.record("cohort.opened", cohort, actor=actor, now=now, seats=capacity)
    return cohort


def change_capacity(
    *,
    cohort: Cohort,
    seats: int,
    actor: Person,
    now: datetime,
    reserved: Mapping[Municipality, int] | None = None,
    reserved_until: datetime | None = None,
) -> Cohort:
    """Have the cohort offer `seats` seats: only free ones are taken away, new ones go to the line.

    `reserved` says how many are kept for the people of which municipality, until `reserved_until`
    if that is given; without it reservations stay as they are. Seats that people of a municipality
    hold count among its own.
    Raises SeatsTaken at the field `seats` where more people than that hold one, and at `reserved`
    where not as many can be kept, or the cohort is for one municipality only.
    """
    lock_seats(cohort, now)
    books = read_books(cohort, now)
    before, taken = len(books.seats), {one.seat_number for one in books.holding}
    if seats < max(len(taken), 1):
        raise SeatsTaken(
            _l("%(count)s Plätze sind schon vergeben. Weniger geht nicht.", count=len(taken)),
            field="seats",
        )
    # Of the free ones those for everybody go first: what was promised to some is kept for them.
    free = [seat for seat in books.seats if seat.number not in taken]
    free.sort(key=lambda seat: (seat.reserved_for_id is not None, -seat.number))
    for seat in free[: max(before - seats, 0)]:
        db.session.delete(seat)
    last = max(seat.number for seat in books.seats)
    db.session.add_all(
        Seat(cohort_id=cohort.id, number=last + extra) for extra in range(1, seats - before + 1)
    )
    db.session.flush()
    db.session.expire(cohort, ["seats"])
    if seats != before:
        audit.record(
            "cohort.capacity_changed", cohort, actor=actor, now=now, before=before, after=seats
        )
    if reserved is not None:
        _reserve(cohort, reserved, reserved_until, actor, now)
    fill_seats(cohort, now)
    return cohort


def _reserve(
    cohort: Cohort,
    reserved: Mapping[Municipality, int],
    until: datetime | None,
    actor: Person,
    now: datetime,
) -> None:
    wanted = {home.id: count for home, count in reserved.items() if count > 0}
    if wanted and cohort.municipality_id is not None:
        raise SeatsTaken(_l("Alle Plätze gehören schon einer Kommune."), field="reserved")
    books = read_books(cohort, now)
    holders = {one.seat_number or 0: one.person.municipality_id for one in books.holding}
    known = {seat.number: seat for seat in books.seats}
    try:
        chosen = reserve_seats(known, holders, wanted)
    except TooFewFree as refusal:
        raise SeatsTaken(
            _l(
                "So viele Plätze sind nicht mehr frei. Reservieren lassen sich noch %(count)s.",
                count=refusal.free,
            ),
            field="reserved",
        ) from refusal
    before = {number: seat.reserved_for_id for number, seat in known.items()}
    for number, seat in known.items():
        seat.reserved_for_id = chosen.get(number)
    after = {number: seat.reserved_for_id for number, seat in known.items()}
    if (after, until) != (before, cohort.reserved_until):
        cohort.reserved_until = until
        audit.record("cohort.seats_reserved", cohort, actor=actor, now=now, seats=len(chosen))
    db.session.flush()
