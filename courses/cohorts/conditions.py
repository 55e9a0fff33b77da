"""What is asked of cohorts, sessions and enrolments inside statements, and when cohorts run."""

from sqlalchemy import ColumnElement, case, exists, func, or_, select

from app.kernel.permissions import Role
from courses.cohorts.models import TAKING_PART, Cohort, CohortTrainer, Enrolment, Session
from organisations.accounts.models import RoleGrant
from organisations.models import Person, Team
from scheduling.models import Event, EventStatus

_CONFIRMED = Event.status == EventStatus.CONFIRMED

# Start and end of each cohort's run, from its sessions that take place. Where all are called off,
# from those that would have: whoever is enrolled must still find it.
RUN_DATES = (
    select(
        Session.cohort_id,
        func.coalesce(
            func.min(case((_CONFIRMED, Event.starts_at))), func.min(Event.starts_at)
        ).label("starts_at"),
        func.coalesce(func.max(case((_CONFIRMED, Event.ends_at))), func.max(Event.ends_at)).label(
            "ends_at"
        ),
        func.max(case((_CONFIRMED, 1), else_=0)).label("confirmed"),
    )
    .join(Session.event)
    .group_by(Session.cohort_id)
    .subquery("dates")
)


def takes_place() -> ColumnElement[bool]:
    """Of a session whose event is joined: it has not been called off."""
    return Event.status == EventStatus.CONFIRMED


def takes_part() -> ColumnElement[bool]:
    """Of an enrolment: it is enrolled or has completed."""
    return Enrolment.status.in_(TAKING_PART)


def is_for(whom: Person | Team) -> ColumnElement[bool]:
    """Of a cohort: it is for everybody, or for the municipality that somebody belongs to."""
    return or_(Cohort.municipality_id.is_(None), Cohort.municipality_id == whom.municipality_id)


def trains(person: Person) -> ColumnElement[bool]:
    """Of a cohort: `person` is one of its trainers."""
    return exists().where(
        CohortTrainer.cohort_id == Cohort.id, CohortTrainer.person_id == person.id
    )


def is_managed_by(person: Person) -> ColumnElement[bool]:
    """Of a cohort: `person` trains it or is the programme office."""
    return or_(
        trains(person),
        exists().where(RoleGrant.person_id == person.id, RoleGrant.role == Role.PROGRAMME_OFFICE),
    )


def may_see(person: Person) -> ColumnElement[bool]:
    """Of a cohort: it is for `person`, or they manage it or take part."""
    attends = exists().where(
        Enrolment.cohort_id == Cohort.id, Enrolment.person_id == person.id, takes_part()
    )
    return or_(is_for(person), is_managed_by(person), attends)
