"""Take a seat for every dated step of one's path: all of them, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import Message, local_date, localised
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.errors import AlreadyEnrolled, AlreadyRequested
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus
from courses.cohorts.queries import CohortOverview
from courses.cohorts.seats.services import enrol_person
from courses.paths.presentation import PathView, StepStatus, StepView
from courses.paths.queries import find_current_path
from organisations.models import Person


class PathIsAnother(DomainError):
    """The path no longer suggests the dates that the person has looked at."""

    MESSAGE = _l(
        "Ihr Lernpfad ist inzwischen ein anderer. Bitte sehen Sie sich die Termine noch einmal an."
    )


class SeatGone(DomainError):
    """One of the dates cannot be had, so that none was booked."""


@dataclass(frozen=True)
class Bookable:
    """A step whose suggested date the person can have, or ask for."""

    step: StepView
    overview: CohortOverview

    @property
    def needs_approval(self) -> bool:
        return self.overview.cohort.needs_approval


@dataclass(frozen=True)
class NotYet:
    """A dated step that is left for later, and why."""

    step: StepView
    why: Message


def part_steps(view: PathView, now: datetime) -> tuple[list[Bookable], list[NotYet]]:
    """The dated steps that wait for the person: those that they can book now, and the others."""
    declined = _list_declined(view.path.person)
    bookable, not_yet = [], []
    for step in view.steps:
        if step.status is not StepStatus.PLANNED or step.course.is_self_paced:
            continue
        why = _not_yet(step, view, declined, now)
        if why is not None:
            not_yet.append(NotYet(step, why))
        elif step.suggested is not None:
            bookable.append(Bookable(step, step.suggested))
    return bookable, not_yet


def enrol_in_all(
    *, person: Person, cohorts: Sequence[str], actor: Person, now: datetime
) -> list[Enrolment]:
    """Enrol `person` in these cohorts (by public id), which their path suggests, by its rules.

    Where the municipality has to approve, a seat is asked for. What the person has already stays as
    it is, so that it does no harm to send it twice. Returns what is new.
    Raises PathIsAnother, and SeatGone at the first one that cannot be had: then the whole
    transaction has to be undone. All cohorts are locked in one order before anything is written,
    so that two who want the same ones do not wait for each other.
    """
    if actor.id != person.id:
        raise NotFound
    path = find_current_path(person)
    suggested = {step.suggested_cohort_id: step for step in path.steps} if path else {}
    known = db.session.scalars(select(Cohort).where(Cohort.id.in_(suggested.keys()))).all()
    chosen = [cohort for cohort in known if cohort.public_id in cohorts]
    if not cohorts or len(chosen) != len(set(cohorts)):
        raise PathIsAnother(PathIsAnother.MESSAGE)
    lock(*(f"cohort:{cohort_id}" for cohort_id in sorted(cohort.id for cohort in chosen)))
    enrolled = []
    for cohort in sorted(chosen, key=lambda one: suggested[one.id].position):
        try:
            enrolled.append(enrol_person(cohort=cohort, person=person, actor=actor, now=now))
        except (AlreadyEnrolled, AlreadyRequested):
            continue
        except DomainError as refusal:
            raise _gone(cohort, refusal) from refusal
    return enrolled


def _gone(cohort: Cohort, refusal: DomainError) -> SeatGone:
    begins = min(session.event.starts_at for session in cohort.sessions)
    return SeatGone(
        _l(
            "‚%(course)s‘ ab %(date)s: %(why)s",
            course=localised(cohort.title),
            date=local_date(begins),
            why=_l("Diesen Durchgang gibt es für Sie nicht mehr.")
            if isinstance(refusal, NotFound)
            else refusal.message,
        )
    )


def _not_yet(step: StepView, view: PathView, declined: set[int], now: datetime) -> Message | None:
    """Why the step cannot be booked together with the others; None where it can."""
    if step.pending is not None:
        return WAITING_FOR[EnrolmentStatus(step.pending.status)]
    if step.suggested is None:
        return _l("Der vorgeschlagene Termin ist nicht mehr frei.")
    missing = _missing(step, view)
    if missing:
        return _l("Erst möglich, wenn Sie abgeschlossen haben: %(courses)s.", courses=missing)
    cohort = step.suggested.cohort
    if cohort.id in declined:
        return _l("Ihre Kommune hat diese Anmeldung abgelehnt.")
    if cohort.enrolment_opens_at is not None and now < cohort.enrolment_opens_at:
        return _l("Die Anmeldung beginnt am %(date)s.", date=local_date(cohort.enrolment_opens_at))
    return None


WAITING_FOR: dict[EnrolmentStatus, Message] = {
    EnrolmentStatus.REQUESTED: _l("Ihre Anfrage wird geprüft."),
    EnrolmentStatus.WAITLISTED: _l("Sie stehen auf der Warteliste."),
    EnrolmentStatus.OFFERED: _l("Für Sie ist ein Platz frei. Nehmen Sie ihn dort an."),
}


def _missing(step: StepView, view: PathView) -> str:
    """The steps before it that have to be completed before anybody may enrol."""
    needed = {course.id for course in step.course.prerequisites}
    return ", ".join(
        localised(earlier.title)
        for earlier in view.steps
        if earlier.course.id in needed and earlier.status is not StepStatus.COMPLETED
    )


def _list_declined(person: Person) -> set[int]:
    return set(
        db.session.scalars(
            select(Enrolment.cohort_id).where(
                Enrolment.person_id == person.id, Enrolment.status == EnrolmentStatus.DECLINED
            )
        )
    )
