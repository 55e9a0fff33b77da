"""Commands of issuing: write a printed certificate, order many, note what became of each."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import NotFound
from app.kernel.jobs import wake_after_commit
from certificates.issuing import queries
from certificates.issuing.drafts import CertificateDraft, draft_certificate
from certificates.issuing.models import CertificateOrder, IssueRun, OrderState
from certificates.register.errors import ChangedMeanwhile
from certificates.register.events import CertificateIssued
from certificates.register.models import Certificate
from certificates.signing.models import SigningKey
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import manages
from notifications.services import notify
from organisations.models import Person

ISSUE_JOB = "certificates.issue"


def issue_certificate(
    *,
    draft: CertificateDraft,
    pdf: bytes,
    key: SigningKey,
    actor: Person | None,
    now: datetime,
) -> Certificate:
    """Issue the printed draft: from here on it never changes. The holder is told by mail.

    `key` is what the bytes are signed with. A draft that corrects a certificate supersedes it.
    Raises what `draft_certificate` raises, and ChangedMeanwhile where it would say something else
    by now. Two at once: the cohort's lock lets one after the other look, and the constraint
    `uq_certificates_one_per_cohort` holds whatever happens.
    """
    lock(f"cohort:{draft.cohort_id}")
    enrolment = queries.get_enrolment(draft.enrolment_id)
    former = db.session.get(Certificate, draft.supersedes_id) if draft.supersedes_id else None
    again = draft_certificate(
        enrolment=enrolment,
        actor=actor,
        now=draft.issued_at,
        identity=draft.identity,
        supersedes=former,
    )
    if again != draft:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    if former is not None:
        former.superseded_at = now
        db.session.flush()
    certificate = Certificate(
        person_id=enrolment.person_id,
        cohort_id=enrolment.cohort_id,
        code=draft.identity.code,
        credential_id=draft.identity.credential_id,
        data=draft.data.to_json(),
        pdf=pdf,
        pdf_digest=hashlib.sha256(pdf).hexdigest(),
        design_version_id=draft.design_version_id,
        signing_key_id=key.id,
        issued_at=draft.issued_at,
        issued_by_id=actor.id if actor else None,
        valid_until=draft.data.valid_until,
        supersedes_id=draft.supersedes_id,
    )
    with conflicts_explained():
        db.session.add(certificate)
    audit.record("certificate.issued", certificate, actor=actor, now=now)
    publish(CertificateIssued(certificate_id=certificate.id, at=now))
    notify(
        person=enrolment.person,
        template="issuing/issued",
        now=now,
        replaces_another=former is not None,
    )
    return certificate


def order_certificates(
    *, cohort: Cohort, enrolments: Iterable[Enrolment], actor: Person | None, now: datetime
) -> IssueRun:
    """Have the job issue certificates to these enrolments of `cohort`; returns the run.

    What is ordered already is not ordered twice. Raises NotFound where `actor` does not manage the
    cohort.
    """
    if actor is not None and not manages(actor, cohort):
        raise NotFound
    lock(f"cohort:{cohort.id}")
    run = IssueRun(cohort=cohort, ordered_by=actor, ordered_at=now)
    db.session.add(run)
    for enrolment in enrolments:
        if queries.find_order(enrolment) is None:
            db.session.add(CertificateOrder(run=run, enrolment=enrolment))
            audit.record("certificate.ordered", enrolment, actor=actor, now=now)
    db.session.flush()
    wake_after_commit(ISSUE_JOB)
    return run


def close_order(
    *, order: CertificateOrder, certificate: Certificate | None, reason: str = ""
) -> None:
    """Note what became of an order: the certificate, or why there is none."""
    order.state = OrderState.ISSUED if certificate else OrderState.REFUSED
    order.certificate = certificate
    order.reason = reason[:300] or None
    db.session.flush()


def finish_run(*, run: IssueRun, now: datetime) -> None:
    """Note that nothing of the run waits any more, if so."""
    if run.finished_at is None and not queries.count_waiting(run):
        run.finished_at = now
        db.session.flush()
