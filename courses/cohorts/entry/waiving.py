"""Exceptions from what a course builds on: asked for by a person, decided by the trainers."""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, NotFound, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.entry.models import PrerequisiteWaiver, WaiverState
from courses.cohorts.entry.prerequisites import find_waiver, list_missing
from courses.cohorts.models import Cohort
from courses.cohorts.rules import is_meant_for, is_open_to
from notifications.services import notify
from organisations.models import Person


class AlreadyAsked(DomainError):
    """The person has asked before: once per cohort."""

    MESSAGE = _l("Sie haben schon gefragt. Die Kursleitung antwortet per Mail.")


class AlreadyDecided(DomainError):
    """Another trainer was quicker."""

    MESSAGE = _l("Darüber ist schon entschieden.")


explain_constraint(
    "uq_prerequisite_waivers_one_per_person", AlreadyAsked.MESSAGE, error=AlreadyAsked
)


def ask_for_waiver(
    *, cohort: Cohort, person: Person, note: str, now: datetime
) -> PrerequisiteWaiver:
    """Ask the trainers to let `person` in all the same; they are told, `note` they read there.

    Raises NotFound where nothing keeps the person out but other rules do, and AlreadyAsked.
    """
    lock(f"cohort:{cohort.id}")
    may_come = is_open_to(person, cohort) and is_meant_for(person, cohort.course)
    if not may_come or queries.has_begun(cohort, now):
        raise NotFound
    if find_waiver(person, cohort) is not None:
        raise AlreadyAsked(AlreadyAsked.MESSAGE)
    if not list_missing(person, cohort):
        raise NotFound
    waiver = PrerequisiteWaiver(cohort=cohort, person=person, note=note, asked_at=now)
    with conflicts_explained():
        db.session.add(waiver)
    audit.record("prerequisite.waiver_asked", waiver, actor=person, now=now)
    for trainer in cohort.trainers:
        notify(person=trainer, template="cohorts/waiver_asked", now=now, cohort=cohort)
    return waiver


def decide_on_waiver(
    *, waiver: PrerequisiteWaiver, granted: bool, actor: Person, now: datetime
) -> PrerequisiteWaiver:
    """Let the person in, or not; they are told, and what they wrote is gone.

    Raises AlreadyDecided, and NotFound unless `actor` manages the cohort.
    """
    if not queries.manages(actor, waiver.cohort):
        raise NotFound
    lock(f"cohort:{waiver.cohort_id}")
    db.session.refresh(waiver)
    if waiver.state != WaiverState.ASKED:
        raise AlreadyDecided(AlreadyDecided.MESSAGE)
    waiver.state = WaiverState.GRANTED if granted else WaiverState.REFUSED
    waiver.note, waiver.decided_at, waiver.decided_by = "", now, actor.public_id
    db.session.flush()
    if granted:
        audit.record("prerequisite.waived", waiver, actor=actor, now=now)
    else:
        audit.record("prerequisite.waiver_refused", waiver, actor=actor, now=now)
    notify(
        person=waiver.person,
        template="cohorts/waiver_decided",
        now=now,
        cohort=waiver.cohort,
        granted=granted,
    )
    return waiver
