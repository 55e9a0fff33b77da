"""What happens to a person's enrolments and courses may mean that their path no longer fits."""

from app.kernel.db import db
from courses.cohorts.events import (
    EnrolmentCompleted,
    EnrolmentConfirmed,
    EnrolmentReopened,
    EnrolmentWithdrawn,
)
from courses.cohorts.models import Enrolment
from courses.learning.events import CourseReopened, CourseStudied
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
)
