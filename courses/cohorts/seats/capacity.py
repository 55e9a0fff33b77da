"""The command that changes how many seats a cohort has, and for whom some are kept."""

from collections.abc import Mapping
from datetime import datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.errors import SeatsTaken
from courses.cohorts.events import FewerSeatsFree
from courses.cohorts.models import Cohort, Seat
from courses.cohorts.seats.line import TooFewFree, reserve_seats
from courses.cohorts.seats.queries import read_books
from courses.cohorts.seats.seating import fill_seats, lock_seats
from organisations.models import Municipality, Person


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
    publish(FewerSeatsFree(cohort_id=cohort.id, at=now))
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
