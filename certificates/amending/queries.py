"""Reads for those who correct or revoke certificates."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from certificates.register.models import Certificate, CorrectionRequest, RequestState
from certificates.register.queries import find_certificate, find_holder_names
from courses.cohorts.models import Cohort
from courses.cohorts.queries import manages
from organisations.models import Person


@dataclass(frozen=True)
class RosterNotes:
    """What a whole roster says of certificates beyond whether they are issued."""

    names: dict[int, str]
    asked_for: frozenset[int]


def get_managed_certificate(person: Person, public_id: str) -> Certificate:
    """The certificate of `public_id` in a cohort that `person` manages. Raises NotFound."""
    certificate = db.session.scalar(
        select(Certificate)
        .where(Certificate.public_id == public_id)
        .options(joinedload(Certificate.person), joinedload(Certificate.cohort))
    )
    if certificate is None or not manages(person, certificate.cohort):
        raise NotFound
    return certificate


def get_current(certificate: Certificate) -> Certificate:
    """The one that counts now: `certificate` itself, or what superseded it in the end."""
    if certificate.superseded_at is None:
        return certificate
    current = find_certificate(person_id=certificate.person_id, cohort_id=certificate.cohort_id)
    return current or certificate


def read_roster_notes(cohort: Cohort) -> RosterNotes:
    """The names wished and the open wishes of `cohort`, in two statements."""
    asked = db.session.scalars(
        select(CorrectionRequest.certificate_id)
        .join(CorrectionRequest.certificate)
        .where(Certificate.cohort_id == cohort.id, CorrectionRequest.state == RequestState.ASKED)
    )
    return RosterNotes(
        names=find_holder_names(cohort),
        asked_for=frozenset(asked),
    )
