"""Reads of certificates, each scoped to who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from certificates.register.codes import read_code
from certificates.register.expiry import REMINDERS
from certificates.register.holder_names import UnprintableName, as_printed, require_printable
from certificates.register.models import (
    Certificate,
    CorrectionRequest,
    HolderName,
    RequestState,
)
from courses.cohorts.models import Cohort, Enrolment
from organisations.models import Person


@dataclass(frozen=True)
class PrintedName:
    """The name that will be printed. `is_wished` where it is not simply the person's own.

    `missing` are the characters that cannot be printed; only a name nobody wished has any.
    """

    name: str
    is_wished: bool
    missing: tuple[str, ...] = ()


def is_void() -> ColumnElement[bool]:
    """That a certificate was revoked or superseded, as a condition."""
    return or_(Certificate.revoked_at.is_not(None), Certificate.superseded_at.is_not(None))


def get_certificate_of(person: Person, public_id: str) -> Certificate:
    """The certificate of `public_id`, if it is the person's own. Raises NotFound."""
    certificate = db.session.scalar(
        select(Certificate).where(
            Certificate.public_id == public_id, Certificate.person_id == person.id
        )
    )
    if certificate is None:
        raise NotFound
    return certificate


def find_certificate(*, person_id: int, cohort_id: int) -> Certificate | None:
    """The certificate of a person for a cohort that no other superseded, or None."""
    return db.session.scalar(
        select(Certificate).where(
            Certificate.person_id == person_id,
            Certificate.cohort_id == cohort_id,
            Certificate.superseded_at.is_(None),
        )
    )


def find_certificate_by_digest(digest: str) -> Certificate | None:
    """The certificate whose bytes have this SHA-256, in hexadecimal letters; None if none has."""
    return db.session.scalar(select(Certificate).where(Certificate.pdf_digest == digest))


def find_certificate_by_code(typed: str) -> Certificate | None:
    """The certificate that bears the code, however it is typed; None where there is none."""
    code = read_code(typed)
    if code is None:
        return None
    return db.session.scalar(select(Certificate).where(Certificate.code == code))


def list_certificates_of(person: Person) -> Sequence[Certificate]:
    """The certificates of `person` that no other superseded, the newest first, without bytes."""
    return db.session.scalars(
        select(Certificate)
        .where(Certificate.person_id == person.id, Certificate.superseded_at.is_(None))
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        .options(joinedload(Certificate.cohort).joinedload(Cohort.course))
    ).all()


def list_former_certificates_of(person: Person) -> Sequence[Certificate]:
    """The certificates of `person` that another superseded, the newest first, without bytes."""
    return db.session.scalars(
        select(Certificate)
        .where(Certificate.person_id == person.id, Certificate.superseded_at.is_not(None))
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    ).all()


def list_versions(certificate: Certificate) -> Sequence[Certificate]:
    """All that the holder ever got for the cohort, the newest first."""
    return db.session.scalars(
        select(Certificate)
        .where(
            Certificate.person_id == certificate.person_id,
            Certificate.cohort_id == certificate.cohort_id,
        )
        .order_by(Certificate.id.desc())
    ).all()


def find_new_certificate(person: Person) -> Certificate | None:
    """The newest certificate that `person` has not downloaded yet, or None."""
    return db.session.scalar(
        select(Certificate)
        .where(
            Certificate.person_id == person.id,
            Certificate.first_downloaded_at.is_(None),
            Certificate.superseded_at.is_(None),
            Certificate.revoked_at.is_(None),
        )
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        .limit(1)
    )


def find_holder_name(person_id: int) -> str | None:
    """The name that the person wishes on their certificates, or None: then it is their name."""
    return db.session.scalar(select(HolderName.name).where(HolderName.person_id == person_id))


def get_printed_name(person: Person) -> PrintedName:
    """The name that is printed on certificates that the person gets from now on."""
    wished = find_holder_name(person.id)
    name = as_printed(wished or person.name)
    try:
        require_printable(name)
    except UnprintableName as fault:
        return PrintedName(name, bool(wished), fault.characters)
    return PrintedName(name, bool(wished))


def find_holder_names(cohort: Cohort) -> dict[int, str]:
    """By id of the person, the names wished by those who were ever enrolled in `cohort`."""
    rows = db.session.execute(
        select(HolderName.person_id, HolderName.name)
        .join(Enrolment, Enrolment.person_id == HolderName.person_id)
        .where(Enrolment.cohort_id == cohort.id)
    )
    return {row.person_id: row.name for row in rows}


def find_open_request(certificate: Certificate) -> CorrectionRequest | None:
    """The wish for a correction of the certificate that waits for an answer, or None."""
    return db.session.scalar(
        select(CorrectionRequest).where(
            CorrectionRequest.certificate_id == certificate.id,
            CorrectionRequest.state == RequestState.ASKED,
        )
    )


def find_latest_requests(person: Person) -> dict[int, CorrectionRequest]:
    """By id of the certificate, what `person` last wished corrected on it."""
    requests = db.session.scalars(
        select(CorrectionRequest)
        .join(CorrectionRequest.certificate)
        .where(Certificate.person_id == person.id)
        .order_by(CorrectionRequest.id)
    )
    return {request.certificate_id: request for request in requests}


def list_ending(today: date) -> Sequence[int]:
    """The ids of the certificates whose holders are to be reminded that they end."""
    return db.session.scalars(
        select(Certificate.id).where(is_to_be_reminded_of(today)).order_by(Certificate.id)
    ).all()


def is_to_be_reminded_of(today: date) -> ColumnElement[bool]:
    """The condition: it counts, it ends soon, there is no newer one of the course, nobody said so.

    After a time without the job, only the latest reminder is left to send.
    """
    reminded = Certificate.expiry_reminded_days
    return and_(
        Certificate.valid_until >= today,
        Certificate.revoked_at.is_(None),
        Certificate.superseded_at.is_(None),
        or_(
            *(
                and_(
                    Certificate.valid_until <= today + before,
                    or_(reminded.is_(None), reminded > before.days),
                )
                for before in REMINDERS
            )
        ),
        ~_has_newer(),
    )


def _has_newer() -> ColumnElement[bool]:
    newer, its_cohort, own_cohort = aliased(Certificate), aliased(Cohort), aliased(Cohort)
    return exists(
        select(newer.id)
        .join(its_cohort, its_cohort.id == newer.cohort_id)
        .join(own_cohort, own_cohort.course_id == its_cohort.course_id)
        .where(
            own_cohort.id == Certificate.cohort_id,
            newer.person_id == Certificate.person_id,
            newer.issued_at > Certificate.issued_at,
            newer.superseded_at.is_(None),
            newer.revoked_at.is_(None),
        )
        .correlate(Certificate)
    )
