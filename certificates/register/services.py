"""Commands of certificates that were issued: what the holder decides, and what becomes of them."""

from datetime import datetime

from sqlalchemy import delete, update

from app.kernel import audit
from app.kernel.db import INSERT, conflicts_explained, db, lock
from app.kernel.errors import DomainError, NotFound
from certificates.register import queries
from certificates.register.errors import AlreadyReplaced, AlreadyRevoked
from certificates.register.holder_names import NameFault, as_printed, read_name
from certificates.register.models import (
    Certificate,
    CorrectionRequest,
    HolderName,
    NameShown,
    RequestState,
)
from certificates.register.wording import fault_in_words
from courses.cohorts.queries import manages
from notifications.services import notify
from organisations.models import Person


class InvalidHolderName(DomainError):
    """The name cannot be printed as it was wished."""


def wish_name(*, person: Person, name: str, now: datetime) -> str:
    """Have `name` printed on certificates that are issued from now on; returns it as it is printed.

    What was issued stays as it is. To wish one's own name is to wish nothing: it goes along when
    the name changes. Raises InvalidHolderName, at the field `name`.
    """
    try:
        wished = read_name(name)
    except NameFault as fault:
        raise InvalidHolderName(fault_in_words(fault), field="name") from fault
    if wished == as_printed(person.name):
        forget_name_wish(person=person)
        return wished
    row = INSERT[db.engine.dialect.name](HolderName.__table__)
    values = {"name": wished, "changed_at": now}
    db.session.execute(
        row.values(person_id=person.id, **values).on_conflict_do_update(
            index_elements=["person_id"], set_=values
        )
    )
    return wished


def forget_name_wish(*, person: Person) -> None:
    """Have the person's own name printed again."""
    db.session.execute(delete(HolderName).where(HolderName.person_id == person.id))


def choose_name_shown(*, certificate: Certificate, name_shown: NameShown) -> None:
    """Have the public check tell as much of the holder's name as the holder wants.

    Of those that the certificate supersedes it tells no more and no less.
    """
    db.session.execute(
        update(Certificate)
        .where(
            Certificate.person_id == certificate.person_id,
            Certificate.cohort_id == certificate.cohort_id,
        )
        .values(name_shown=name_shown)
    )


def note_download(*, certificate_id: int, now: datetime) -> None:
    """Note that the holder has fetched a certificate, the first time only.

    One statement and nothing read before it, since it is the only write of a request that reads:
    SQLite waits for its turn at the first statement of a transaction, not at a later one.
    """
    db.session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id, Certificate.first_downloaded_at.is_(None))
        .values(first_downloaded_at=now)
        .execution_options(synchronize_session=False)
    )


def revoke_certificate(
    *, certificate: Certificate, reason: str, actor: Person, now: datetime
) -> None:
    """Revoke the certificate for good. The holder is told by mail, and reads why on their own page.

    `reason` is for the holder and those who manage the cohort; it stands in no mail and not in the
    audit. Raises NotFound where `actor` does not manage the cohort, and AlreadyRevoked.
    """
    if not manages(actor, certificate.cohort):
        raise NotFound
    lock(f"cohort:{certificate.cohort_id}")
    db.session.refresh(certificate)
    if certificate.revoked_at is not None:
        raise AlreadyRevoked(AlreadyRevoked.MESSAGE)
    with conflicts_explained():
        certificate.revoked_at = now
        certificate.revoked_by_id = actor.id
        certificate.revocation_reason = reason
    audit.record("certificate.revoked", certificate, actor=actor, now=now)
    notify(person=certificate.person, template="register/revoked", now=now)


def ask_for_correction(*, certificate: Certificate, wish: str, now: datetime) -> CorrectionRequest:
    """Ask those who lead the cohort for a corrected certificate; they are told by mail.

    Raises AlreadyReplaced, and AlreadyAsked while an earlier wish waits.
    """
    if certificate.superseded_at is not None:
        raise AlreadyReplaced(AlreadyReplaced.MESSAGE)
    request = CorrectionRequest(certificate=certificate, wish=wish, asked_at=now)
    with conflicts_explained():
        db.session.add(request)
    for trainer in certificate.cohort.trainers:
        notify(person=trainer, template="register/correction_asked", now=now, correction=request)
    return request


def grant_correction(*, certificate: Certificate, now: datetime) -> None:
    """Note that what the holder wished corrected has been: another certificate follows."""
    request = queries.find_open_request(certificate)
    if request is not None:
        request.state = RequestState.GRANTED
        request.closed_at = now
        db.session.flush()


def decline_correction(
    *, certificate: Certificate, answer: str, actor: Person, now: datetime
) -> bool:
    """Leave the certificate as it is and tell the holder why; False where nothing waits any more.

    `answer` stands on the holder's page, not in the mail. Raises NotFound where `actor` does not
    manage the cohort.
    """
    if not manages(actor, certificate.cohort):
        raise NotFound
    lock(f"cohort:{certificate.cohort_id}")
    request = queries.find_open_request(certificate)
    if request is None:
        return False
    request.state = RequestState.DECLINED
    request.answer = answer
    request.closed_at = now
    db.session.flush()
    audit.record("certificate.correction_declined", certificate, actor=actor, now=now)
    notify(person=certificate.person, template="register/correction_declined", now=now)
    return True
