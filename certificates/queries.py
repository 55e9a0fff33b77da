"""Reads of certificates, each scoped to who asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from certificates.codes import read_code
from certificates.models import Certificate, CertificateOrder
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import fulfilment, list_roster
from organisations.models import Person


@dataclass(frozen=True)
class CohortCertificates:
    """What is issued and ordered in a cohort, read at once for a whole roster."""

    issued: dict[int, Certificate]
    ordered: frozenset[int]

    def find(self, enrolment: Enrolment) -> Certificate | None:
        """The certificate of an enrolment's person, or None where none is issued."""
        return self.issued.get(enrolment.person_id)

    def is_ordered(self, enrolment: Enrolment) -> bool:
        """Whether the job is about to issue it."""
        return enrolment.id in self.ordered

    def is_due(self, enrolment: Enrolment) -> bool:
        """Whether the person is entitled and nothing is issued or ordered yet."""
        return (
            self.find(enrolment) is None
            and not self.is_ordered(enrolment)
            and is_entitled(enrolment)
        )


def is_entitled(enrolment: Enrolment) -> bool:
    """Whether the person takes part, every session is recorded and the course's rule is kept."""
    return enrolment.takes_part and fulfilment(enrolment).complete


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
    """The certificate of a person for a cohort, or None."""
    return db.session.scalar(
        select(Certificate).where(
            Certificate.person_id == person_id, Certificate.cohort_id == cohort_id
        )
    )


def find_certificate_by_code(typed: str) -> Certificate | None:
    """The certificate that bears the code, however it is typed; None where there is none."""
    code = read_code(typed)
    if code is None:
        return None
    return db.session.scalar(select(Certificate).where(Certificate.code == code))


def list_certificates_of(person: Person) -> Sequence[Certificate]:
    """All certificates of `person`, the newest first, without their bytes."""
    return db.session.scalars(
        select(Certificate)
        .where(Certificate.person_id == person.id)
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    ).all()


def find_new_certificate(person: Person) -> Certificate | None:
    """The newest certificate that `person` has not downloaded yet, or None."""
    return db.session.scalar(
        select(Certificate)
        .where(Certificate.person_id == person.id, Certificate.first_downloaded_at.is_(None))
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        .limit(1)
    )


def read_cohort_certificates(cohort: Cohort) -> CohortCertificates:
    """What is issued and ordered in `cohort`, in two statements."""
    issued = db.session.scalars(select(Certificate).where(Certificate.cohort_id == cohort.id))
    ordered = db.session.scalars(
        select(CertificateOrder.enrolment_id)
        .join(CertificateOrder.enrolment)
        .where(Enrolment.cohort_id == cohort.id)
    )
    return CohortCertificates(
        issued={certificate.person_id: certificate for certificate in issued},
        ordered=frozenset(ordered),
    )


def list_due(cohort: Cohort) -> list[Enrolment]:
    """Who of `cohort` is entitled to a certificate that is neither issued nor ordered, by name."""
    known = read_cohort_certificates(cohort)
    return [enrolment for enrolment in list_roster(cohort) if known.is_due(enrolment)]


def find_order(enrolment: Enrolment) -> CertificateOrder | None:
    """The order for the certificate of `enrolment`, or None."""
    return db.session.scalar(
        select(CertificateOrder).where(CertificateOrder.enrolment_id == enrolment.id)
    )


def find_next_order(after: int) -> CertificateOrder | None:
    """The order that follows the one with the id `after`, with what is needed to issue it."""
    return db.session.scalar(
        select(CertificateOrder)
        .where(CertificateOrder.id > after)
        .order_by(CertificateOrder.id)
        .limit(1)
        .options(joinedload(CertificateOrder.enrolment), joinedload(CertificateOrder.ordered_by))
    )
