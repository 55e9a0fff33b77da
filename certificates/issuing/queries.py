"""Reads around issuing: who is entitled, what is issued, what is ordered."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from certificates.issuing.models import CertificateOrder, IssueRun, OrderState
from certificates.register.models import Certificate
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import fulfilment, list_roster


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


def read_cohort_certificates(cohort: Cohort) -> CohortCertificates:
    """What is issued and ordered in `cohort`, in two statements."""
    issued = db.session.scalars(
        select(Certificate).where(
            Certificate.cohort_id == cohort.id, Certificate.superseded_at.is_(None)
        )
    )
    ordered = db.session.scalars(
        select(CertificateOrder.enrolment_id)
        .join(CertificateOrder.enrolment)
        .where(Enrolment.cohort_id == cohort.id, CertificateOrder.state == OrderState.WAITING)
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
    """The order for the certificate of `enrolment` that still waits, or None."""
    return db.session.scalar(
        select(CertificateOrder).where(
            CertificateOrder.enrolment_id == enrolment.id,
            CertificateOrder.state == OrderState.WAITING,
        )
    )


def find_next_order(after: int) -> CertificateOrder | None:
    """The waiting order that follows the one with the id `after`, with what it takes to issue."""
    return db.session.scalar(
        select(CertificateOrder)
        .where(CertificateOrder.id > after, CertificateOrder.state == OrderState.WAITING)
        .order_by(CertificateOrder.id)
        .limit(1)
        .options(
            joinedload(CertificateOrder.enrolment),
            joinedload(CertificateOrder.run).joinedload(IssueRun.ordered_by),
        )
    )


def count_waiting(run: IssueRun) -> int:
    """How many orders of the run are still to be worked on."""
    return db.session.scalars(
        select(func.count())
        .select_from(CertificateOrder)
        .where(CertificateOrder.run_id == run.id, CertificateOrder.state == OrderState.WAITING)
    ).one()


def get_enrolment(public_id: str) -> Enrolment:
    """The enrolment of `public_id`, whoever asks. Raises NotFound."""
    enrolment = db.session.scalar(select(Enrolment).where(Enrolment.public_id == public_id))
    if enrolment is None:
        raise NotFound
    return enrolment
