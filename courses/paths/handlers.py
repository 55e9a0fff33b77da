"""What happens to a person's enrolments may mean that their path no longer fits."""

from app.kernel.db import db
from courses.cohorts.events import (
    EnrolmentCompleted,
    EnrolmentConfirmed,
    EnrolmentReopened,
    EnrolmentWithdrawn,
)
from courses.cohorts.models import Enrolment
from courses.paths.services import note_changed_enrolment


def confirmed(event: EnrolmentConfirmed) -> None:
    _note(event, follows_plan=True)


def withdrawn(event: EnrolmentWithdrawn) -> None:
    _note(event, follows_plan=False)


def completed(event: EnrolmentCompleted) -> None:
    _note(event, follows_plan=True)


def reopened(event: EnrolmentReopened) -> None:
    _note(event, follows_plan=False)


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
)
