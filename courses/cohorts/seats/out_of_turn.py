"""The command by which a trainer gives somebody in the line a seat before it is their turn."""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.errors import CohortBegun, NotInLine
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus, Seat
from courses.cohorts.seats.line import end_of_offer, find_seat
from courses.cohorts.seats.queries import first_start, read_books, takes_people
from courses.cohorts.seats.reasons import TurnReason
from courses.cohorts.seats.seating import give_seat, lock_seats, offer_seat
from organisations.models import Person


def offer_out_of_turn(
    *, enrolment: Enrolment, actor: Person, now: datetime, reason: TurnReason
) -> Enrolment:
    """Offer somebody in the line a seat at once, whoever stands before them.

    It is a seat that was reserved for others and is free, else one more. Raises NotFound unless
    `actor` manages the cohort, NotInLine where the person does not wait (any more), and CohortBegun
    where the cohort takes nobody any more.
    """
    cohort = enrolment.cohort
    if not queries.manages(actor, cohort):
        raise NotFound
    lock_seats(cohort, now)
    db.session.refresh(enrolment)
    if enrolment.status != EnrolmentStatus.WAITLISTED:
        raise NotInLine(_l("Diese Person wartet nicht mehr."))
    if not takes_people(cohort, now):
        raise CohortBegun(_l("Dieser Durchgang nimmt niemanden mehr auf."))
    number = _seat_for(enrolment, actor, now)
    audit.record("enrolment.preferred", enrolment, actor=actor, now=now, reason=reason)
    until = None if enrolment.take_at_once else end_of_offer(first_start(cohort), now)
    if until is None:
        give_seat(enrolment, number, actor=actor, now=now, promoted=True)
    else:
        offer_seat(enrolment, number, until=until, actor=actor, now=now)
    return enrolment


def _seat_for(enrolment: Enrolment, actor: Person, now: datetime) -> int:
    """A free seat, no longer reserved for others; else a new one."""
    books = read_books(enrolment.cohort, now)
    number = find_seat(enrolment.person.municipality_id, books.free)
    if number is not None:
        return number
    if books.free:
        number = books.free[0].number
        next(seat for seat in books.seats if seat.number == number).reserved_for_id = None
        db.session.flush()
        return number
    return _add_seat(enrolment.cohort, [seat.number for seat in books.seats], actor, now)


def _add_seat(cohort: Cohort, numbers: list[int], actor: Person, now: datetime) -> int:
    seat = Seat(cohort_id=cohort.id, number=max(numbers) + 1)
    db.session.add(seat)
    db.session.flush()
    db.session.expire(cohort, ["seats"])
    before = len(numbers)
    audit.record(
        "cohort.capacity_changed", cohort, actor=actor, now=now, before=before, after=before + 1
    )
    return seat.number
