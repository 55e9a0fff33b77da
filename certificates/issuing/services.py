"""Commands of issuing: write a printed certificate, order many, note what became of each."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import NotFound
from app.kernel.jobs import wake_after_commit
from certificates.issuing import queries
from certificates.issuing.archive import Piece, file_names
from certificates.issuing.drafts import CertificateDraft, draft_certificate
from certificates.issuing.models import CertificateOrder, IssueRun, OrderState
from certificates.issuing.reasons import Reason
from certificates.printing.fonts import printable
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
    by now, or would be signed with another key. Two at once: the cohort's lock lets one after the
    other look, and the constraint `uq_certificates_one_per_cohort` holds whatever happens.
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
    if again != draft or not key.in_use:
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
) -> IssueRun | None:
    """Have the job issue certificates to these enrolments of `cohort`; returns the run.

    What is issued or ordered already is not ordered again; None where nothing is left. What happens
    by itself goes into the run that is under way. Raises NotFound where `actor` does not manage the
    cohort.
    """
    if actor is not None and not manages(actor, cohort):
        raise NotFound
    lock(f"cohort:{cohort.id}")
    known = queries.read_cohort_certificates(cohort)
    wanted = [enrolment for enrolment in enrolments if known.is_open(enrolment)]
    if not wanted:
        return None
    run = queries.find_open_automatic_run(cohort.id) if actor is None else None
    if run is None:
        run = IssueRun(cohort=cohort, ordered_by=actor, ordered_at=now)
        db.session.add(run)
    for enrolment in wanted:
        db.session.add(CertificateOrder(run=run, enrolment=enrolment))
        audit.record("certificate.ordered", enrolment, actor=actor, now=now)
    db.session.flush()
    wake_after_commit(ISSUE_JOB)
    return run


def issue_ordered_certificate(
    *, order_id: int, draft: CertificateDraft, pdf: bytes, key: SigningKey, now: datetime
) -> Certificate | None:
    """Issue what was ordered and made; None where the order does not wait any more.

    Of two jobs at the same order the second finds it taken. Raises what `issue_certificate` raises.
    """
    lock(f"cohort:{draft.cohort_id}")
    if not _take(order_id, state=OrderState.ISSUED):
        return None
    order = db.session.get_one(CertificateOrder, order_id)
    certificate = issue_certificate(
        draft=draft, pdf=pdf, key=key, actor=order.run.ordered_by, now=now
    )
    order.certificate = certificate
    _finish_if_done(order.run, now)
    return certificate


def refuse_order(*, order_id: int, reason: Reason, now: datetime) -> bool:
    """Close an order that cannot be fulfilled, with why; False where it does not wait any more."""
    run = db.session.get_one(CertificateOrder, order_id).run
    lock(f"cohort:{run.cohort_id}")
    taken = _take(
        order_id, state=OrderState.REFUSED, reason=reason.kind, details=dict(reason.details)
    )
    if taken:
        _finish_if_done(run, now)
    return taken


def finish_runs_left_open(now: datetime) -> None:
    """Finish runs of which nothing waits any more, since whoever it was for has been erased."""
    for run in queries.list_runs_left_open():
        run.finished_at = now
    db.session.flush()


def hand_out(*, certificate: Certificate, actor: Person, now: datetime) -> bytes:
    """The file of a certificate for whoever manages its cohort. Raises NotFound for others."""
    if not manages(actor, certificate.cohort):
        raise NotFound
    audit.record("certificate.handed_out", certificate, actor=actor, now=now)
    return certificate.pdf


def hand_out_all(*, cohort: Cohort, actor: Person, now: datetime) -> list[Piece]:
    """The valid certificates of `cohort` for whoever manages it, by name, under their file names.

    Raises NotFound for others and where there are none.
    """
    found = queries.list_for_archive(cohort)
    if not manages(actor, cohort) or not found:
        raise NotFound
    audit.record("certificate.all_handed_out", cohort, actor=actor, now=now, people=len(found))
    names = file_names([_written(person, printed) for _id, person, printed in found])
    return [Piece(key, name) for (key, *_rest), name in zip(found, names, strict=True)]


def _written(person: Person, printed: str) -> str:
    """The name to file it under: family name first, or as the holder wished it on the paper."""
    if printed == printable(person.name):
        return f"{person.family_name} {person.given_name}"
    return printed


def _take(order_id: int, *, state: OrderState, **values: object) -> bool:
    taken = db.session.execute(
        update(CertificateOrder)
        .where(CertificateOrder.id == order_id, CertificateOrder.state == OrderState.WAITING)
        .values(state=state, **values)
        .execution_options(synchronize_session="fetch")
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _finish_if_done(run: IssueRun, now: datetime) -> None:
    db.session.flush()
    if run.finished_at is None and not queries.has_waiting(run):
        run.finished_at = now
        db.session.flush()
