"""What ends a line, and what ends all that somebody has ahead of them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from app.kernel import audit
from app.kernel.db import db
from courses.cohorts import queries
from courses.cohorts.models import (
    HOLDING_A_SEAT,
    WAITING,
    Cohort,
    Enrolment,
    EnrolmentStatus,
    SubstituteOffer,
)
from courses.cohorts.seats.seating import fill_seats, free_seat, lock_seats, tell
from organisations.models import Person

NOT_YET_IN = (*WAITING, EnrolmentStatus.OFFERED)
MOST_OTHERS = 3


def bring_up_to_date(cohort: Cohort, now: datetime) -> int:
    """What is due: offers end, the line moves up or is closed. For how many people something did.

    Harmless to repeat, and harmless beside whoever changes the seats at the moment.
    """
    lock_seats(cohort, now)
    if queries.has_begun(cohort, now) or not any(one.takes_place for one in cohort.sessions):
        return close_line(cohort, now)
    return 0


def close_line(cohort: Cohort, now: datetime) -> int:
    """Let nobody wait any more for what has begun or is off, and tell them once of other dates."""
    lock_seats(cohort, now)
    left = db.session.scalars(
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.status.in_(NOT_YET_IN))
        .order_by(Enrolment.id)
    ).all()
    begun = queries.has_begun(cohort, now)
    for enrolment in left:
        free_seat(enrolment, now)
        others = queries.list_upcoming_cohorts_for(enrolment.person, cohort.course, now)
        tell(enrolment, "cohorts/line_closed", now, begun=begun, others=others[:MOST_OTHERS])
    if left:
        audit.record("cohort.line_closed", cohort, actor=None, now=now, people=len(left))
    of_cohort = select(Enrolment.id).where(Enrolment.cohort_id == cohort.id)
    db.session.execute(delete(SubstituteOffer).where(SubstituteOffer.enrolment_id.in_(of_cohort)))
    return len(left)


def leave_lines(person: Person, now: datetime) -> None:
    """Have `person` wait for nothing, and be offered nothing, any more. Lines move up."""
    _free(_of(person, NOT_YET_IN), now)
    db.session.execute(delete(SubstituteOffer).where(SubstituteOffer.person_id == person.id))


def leave_lines_of_others(person: Person, now: datetime) -> None:
    """Have `person`, who belongs elsewhere now, wait no more for what is for others only."""
    home = person.municipality_id
    closed = [
        one for one in _of(person, NOT_YET_IN) if one.cohort.municipality_id not in {None, home}
    ]
    _free(closed, now)
    db.session.execute(delete(SubstituteOffer).where(SubstituteOffer.person_id == person.id))


def leave_all(person: Person, now: datetime) -> None:
    """Have `person` be in nothing that is still to come. Seats go to those who wait."""
    leave_lines(person, now)
    held = _of(person, HOLDING_A_SEAT)
    _free([one for one in held if not queries.has_begun(one.cohort, now)], now)


def _of(person: Person, statuses: Iterable[EnrolmentStatus]) -> list[Enrolment]:
    """Always in the same order, so that two who leave several never wait for each other."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .where(Enrolment.person_id == person.id, Enrolment.status.in_(statuses))
            .order_by(Enrolment.cohort_id)
        )
    )


def _free(enrolments: Iterable[Enrolment], now: datetime) -> None:
    for enrolment in enrolments:
        lock_seats(enrolment.cohort, now)
        db.session.refresh(enrolment)
        if enrolment.seat_number is not None or enrolment.status in WAITING:
            free_seat(enrolment, now)
            fill_seats(enrolment.cohort, now)
