"""What happens to a person's enrolments and courses may mean that their path no longer fits.

And so may what happens to the cohorts that it suggests.
"""

from app.kernel.db import db
from courses.cohorts.events import (
    CohortCalledOff,
    EnrolmentCompleted,
    EnrolmentConfirmed,
    EnrolmentReopened,
    EnrolmentWithdrawn,
    FewerSeatsFree,
    SessionsChanged,
)
from courses.cohorts.models import Enrolment
from courses.learning.events import CourseReopened, CourseStudied
from courses.paths.request_models import PlanningReason
from courses.paths.requests import request_planning_around, request_planning_where_full
from courses.paths.services import note_changed_enrolment, note_changed_study
from organisations.models import Person


def confirmed(event: EnrolmentConfirmed) -> None:
    _note(event, follows_plan=True)


def withdrawn(event: EnrolmentWithdrawn) -> None:
    _note(event, follows_plan=False)


def completed(event: EnrolmentCompleted) -> None:
    _note(event, follows_plan=True)


def reopened(event: EnrolmentReopened) -> None:
    _note(event, follows_plan=False)


def studied(event: CourseStudied) -> None:
    _note_study(event, follows_plan=True)


def study_reopened(event: CourseReopened) -> None:
    _note_study(event, follows_plan=False)


def called_off(event: CohortCalledOff) -> None:
    request_planning_around(event.cohort_id, why=PlanningReason.COHORT_CANCELLED, now=event.at)


def moved(event: SessionsChanged) -> None:
    request_planning_around(event.cohort_id, why=PlanningReason.COHORT_MOVED, now=event.at)


def filled_up(event: FewerSeatsFree) -> None:
    request_planning_where_full(event.cohort_id, now=event.at)


def _note_study(event: CourseStudied | CourseReopened, *, follows_plan: bool) -> None:
    person = db.session.get_one(Person, event.person_id)
    note_changed_study(
        person=person, course_id=event.course_id, follows_plan=follows_plan, now=event.at
    )


def _note(
    event: EnrolmentConfirmed | EnrolmentWithdrawn | EnrolmentCompleted | EnrolmentReopened,
    *,
    follows_plan: bool,
) -> None:
    enrolment = db.session.get_one(Enrolment, event.enrolment_id)
    note_changed_enrolment(enrolment=enrolment, follows_plan=follows_plan, now=event.at)


HANDLERS = (
    (EnrolmentConfirmed, confirmed),
    (EnrolmentWithdrawn, withdrawn),
    (EnrolmentCompleted, completed),
    (EnrolmentReopened, reopened),
    (CourseStudied, studied),
    (CourseReopened, study_reopened),
    (CohortCalledOff, called_off),
    (SessionsChanged, moved),
    (FewerSeatsFree, filled_up),
)
