"""The municipality's word on a request for a seat: given once, never on one's own.

Who may give it is settled by `queries` and by the route. Whoever asked may withdraw meanwhile: all
of it happens under the cohort's lock, so that only one of the two counts.
"""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.entry.models import ApprovalDecision
from courses.cohorts.errors import CohortBegun, NotRequested, OwnRequest
from courses.cohorts.models import Enrolment, EnrolmentStatus
from courses.cohorts.seats.services import place
from notifications.services import notify
from organisations.models import Person


def approve_request(*, enrolment: Enrolment, actor: Person, now: datetime) -> Enrolment:
    """Give the person a seat, or their place in the line since they asked; they are told.

    Raises OwnRequest, NotRequested, and CohortBegun.
    """
    _take(enrolment, actor)
    if queries.has_begun(enrolment.cohort, now):
        raise CohortBegun(_l("Dieser Durchgang hat schon begonnen."))
    _note(enrolment, actor, now, approved=True)
    audit.record("enrolment.approved", enrolment, actor=actor, now=now)
    return place(cohort=enrolment.cohort, person=enrolment.person, actor=actor, now=now)


def decline_request(
    *, enrolment: Enrolment, reason: str, actor: Person, now: datetime
) -> Enrolment:
    """Say no, and why: the person reads it. Raises DomainError at `reason`, OwnRequest and
    NotRequested.
    """
    if not reason:
        raise DomainError(
            _l("Bitte schreiben Sie kurz, warum. Die Person liest es."), field="reason"
        )
    _take(enrolment, actor)
    enrolment.status = EnrolmentStatus.DECLINED
    _note(enrolment, actor, now, approved=False, reason=reason)
    audit.record("enrolment.declined", enrolment, actor=actor, now=now)
    notify(
        person=enrolment.person,
        template="cohorts/request_declined",
        now=now,
        cohort=enrolment.cohort,
        reason=reason,
    )
    return enrolment


def _take(enrolment: Enrolment, actor: Person) -> None:
    """Wait for others who change the cohort, then see whether the request still stands."""
    if actor.id == enrolment.person_id:
        raise OwnRequest(OwnRequest.MESSAGE)
    lock(f"cohort:{enrolment.cohort_id}")
    db.session.refresh(enrolment)
    if enrolment.status != EnrolmentStatus.REQUESTED:
        raise NotRequested(NotRequested.MESSAGE)


def _note(
    enrolment: Enrolment, actor: Person, now: datetime, *, approved: bool, reason: str = ""
) -> None:
    """The last word replaces an earlier one."""
    decision = db.session.get(ApprovalDecision, enrolment.id) or ApprovalDecision(
        enrolment_id=enrolment.id
    )
    decision.approved, decision.reason = approved, reason
    decision.decided_at, decision.decided_by = now, actor.public_id
    db.session.add(decision)
    db.session.flush()
