"""How many seats there are for whom, as parts of statements about cohorts."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, false, func, literal, or_, select

from courses.cohorts.models import Cohort, Enrolment, Seat
from organisations.models import Person, Team

NONE: ColumnElement[int] = literal(0)


def is_held() -> ColumnElement[bool]:
    """Of a seat: somebody has it or is offered it."""
    return exists().where(
        Enrolment.cohort_id == Seat.cohort_id, Enrolment.seat_number == Seat.number
    )


def held_back(whom: Person | Team, now: datetime) -> ColumnElement[int]:
    """Of a cohort: how many free seats are reserved for others than `whom` at `now`."""
    own = Seat.reserved_for_id == whom.municipality_id if whom.municipality_id else false()
    return (
        select(func.count())
        .where(
            Seat.cohort_id == Cohort.id,
            Seat.reserved_for_id.is_not(None),
            ~own,
            or_(Cohort.reserved_until.is_(None), Cohort.reserved_until > now),
            ~is_held(),
        )
        .correlate(Cohort)
        .scalar_subquery()
    )
