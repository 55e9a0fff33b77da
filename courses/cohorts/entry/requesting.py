"""A seat that somebody cannot have by themselves: they ask, and their municipality answers."""

from datetime import datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db
from courses.cohorts.errors import AlreadyRequested, ApprovalDeclined
from courses.cohorts.events import SeatRequested
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus
from organisations.models import Person

#: Who stands like this has the municipality's word already.
_APPROVED = (EnrolmentStatus.WAITLISTED, EnrolmentStatus.OFFERED)


def waits_for_approval(enrolment: Enrolment, cohort: Cohort, person: Person, actor: Person) -> bool:
    """Whether `person` gets no seat of `cohort` by themselves: trainers and office give one."""
    if not cohort.needs_approval or actor.id != person.id:
        return False
    return person.municipality_id is not None and enrolment.status not in _APPROVED


def request_seat(*, enrolment: Enrolment, person: Person, now: datetime) -> Enrolment:
    """Note that `person` asks for a seat; called under the lock, after the rules of entry.

    `enrolment` is what they have in the cohort already, or a new one. Raises AlreadyRequested and
    ApprovalDeclined.
    """
    if enrolment.status == EnrolmentStatus.REQUESTED:
        raise AlreadyRequested(AlreadyRequested.MESSAGE)
    if enrolment.status == EnrolmentStatus.DECLINED:
        raise ApprovalDeclined(ApprovalDeclined.MESSAGE)
    with conflicts_explained():
        enrolment.status, enrolment.queued_at = EnrolmentStatus.REQUESTED, now
        db.session.add(enrolment)
    audit.record("enrolment.requested", enrolment, actor=person, now=now)
    publish(SeatRequested(enrolment_id=enrolment.id, at=now))
    return enrolment
