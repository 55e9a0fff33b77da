"""Reads of certificates, each scoped to who asks."""

from collections.abc import Sequence

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from certificates.register.codes import read_code
from certificates.register.models import Certificate, HolderName
from organisations.models import Person


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
