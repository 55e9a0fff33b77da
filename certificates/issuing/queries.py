"""Reads around issuing: who is entitled, what is issued, what is ordered, how far it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.kernel.db import db
from app.kernel.errors import NotFound
from certificates.issuing.models import CertificateOrder, IssueRun, OrderState
from certificates.issuing.reasons import find_reason
from certificates.register.models import Certificate, HolderName
from courses.cohorts.conditions import is_managed_by
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import list_enrolments, list_roster
from organisations.models import Person

_WAITING = CertificateOrder.state == OrderState.WAITING


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

    def is_open(self, enrolment: Enrolment) -> bool:
        """Whether nothing is issued or ordered yet."""
        return self.find(enrolment) is None and not self.is_ordered(enrolment)

    def is_due(self, enrolment: Enrolment) -> bool:
        """Whether the person is entitled and nothing is issued or ordered yet."""
        return self.is_open(enrolment) and is_entitled(enrolment)


@dataclass(frozen=True)
class RunOverview:
    """A run, and how many of its orders came to what."""

    run: IssueRun
    issued: int
    refused: int
    waiting: int

    @property
    def done(self) -> int:
        return self.issued + self.refused

    @property
    def total(self) -> int:
        return self.done + self.waiting


def is_entitled(enrolment: Enrolment) -> bool:
    """Whether the person takes part, every session is recorded and the course's rule is kept."""
    return find_reason(enrolment) is None


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
        .where(Enrolment.cohort_id == cohort.id, _WAITING)
    )
    return CohortCertificates(
        issued={certificate.person_id: certificate for certificate in issued},
        ordered=frozenset(ordered),
    )


def list_due(cohort: Cohort) -> list[Enrolment]:
    """Who of `cohort` is entitled to a certificate that is neither issued nor ordered, by name."""
    known = read_cohort_certificates(cohort)
    return [enrolment for enrolment in list_roster(cohort) if known.is_due(enrolment)]


def list_current_certificates(
    enrolments: Collection[Enrolment],
) -> dict[tuple[int, int], Certificate]:
    """By person and cohort, the certificates of these enrolments that no other superseded."""
    found = db.session.scalars(
        select(Certificate).where(
            Certificate.person_id.in_({enrolment.person_id for enrolment in enrolments}),
            Certificate.cohort_id.in_({enrolment.cohort_id for enrolment in enrolments}),
            Certificate.superseded_at.is_(None),
        )
    )
    return {(one.person_id, one.cohort_id): one for one in found}


def list_holder_names(person_ids: Collection[int]) -> dict[int, str]:
    """By person, the names that people wish on their certificates."""
    names = select(HolderName.person_id, HolderName.name).where(
        HolderName.person_id.in_(person_ids)
    )
    return {person_id: name for person_id, name in db.session.execute(names)}  # noqa: C416


def get_managed_run(person: Person, public_id: str) -> IssueRun:
    """The run of `public_id` in a cohort that `person` manages. Raises NotFound."""
    run = db.session.scalar(
        select(IssueRun)
        .join(IssueRun.cohort)
        .where(IssueRun.public_id == public_id, is_managed_by(person))
    )
    if run is None:
        raise NotFound
    return run


def get_managed_certificate(person: Person, public_id: str) -> Certificate:
    """The certificate of `public_id` of a cohort that `person` manages. Raises NotFound."""
    certificate = db.session.scalar(
        select(Certificate)
        .join(Certificate.cohort)
        .where(Certificate.public_id == public_id, is_managed_by(person))
    )
    if certificate is None:
        raise NotFound
    return certificate


def list_runs(cohort: Cohort) -> list[RunOverview]:
    """The runs of a cohort, the newest first, in one statement."""
    counts = [
        func.count().filter(CertificateOrder.state == state)
        for state in (OrderState.ISSUED, OrderState.REFUSED, OrderState.WAITING)
    ]
    rows = db.session.execute(
        select(IssueRun, *counts)
        .join(CertificateOrder, CertificateOrder.run_id == IssueRun.id)
        .where(IssueRun.cohort_id == cohort.id)
        .group_by(IssueRun.id)
        .order_by(IssueRun.ordered_at.desc(), IssueRun.id.desc())
    )
    return [RunOverview(*row) for row in rows]


def list_results(run: IssueRun) -> Sequence[CertificateOrder]:
    """The orders of a run with their people: first who got none, then the others, by name."""
    orders = db.session.scalars(
        select(CertificateOrder)
        .where(CertificateOrder.run_id == run.id)
        .options(joinedload(CertificateOrder.enrolment).joinedload(Enrolment.person))
    ).all()
    places = (OrderState.REFUSED, OrderState.WAITING, OrderState.ISSUED)
    return sorted(
        orders,
        key=lambda order: (
            places.index(OrderState(order.state)),
            order.enrolment.person.sort_name,
            order.id,
        ),
    )


def count_all_waiting() -> int:
    """How many orders wait for the job, of all runs."""
    return db.session.scalars(
        select(func.count()).select_from(CertificateOrder).where(_WAITING)
    ).one()


def list_next_orders(*, after: int, most: int) -> Sequence[CertificateOrder]:
    """At most `most` waiting orders from the id `after` on, with all that it takes to issue."""
    orders = db.session.scalars(
        select(CertificateOrder)
        .where(CertificateOrder.id > after, _WAITING)
        .order_by(CertificateOrder.id)
        .limit(most)
        .options(joinedload(CertificateOrder.run).joinedload(IssueRun.ordered_by))
    ).all()
    whole = {one.id: one for one in list_enrolments([order.enrolment_id for order in orders])}
    for order in orders:
        set_committed_value(order, "enrolment", whole[order.enrolment_id])
    return orders


def has_waiting(run: IssueRun) -> bool:
    """Whether an order of the run is still to be worked on."""
    waiting = exists().where(CertificateOrder.run_id == run.id, _WAITING)
    return bool(db.session.scalar(select(waiting)))


def list_runs_left_open() -> Sequence[IssueRun]:
    """Runs that are not noted as finished though nothing of them waits: its person was erased."""
    waiting = exists().where(CertificateOrder.run_id == IssueRun.id, _WAITING)
    return db.session.scalars(
        select(IssueRun).where(IssueRun.finished_at.is_(None), ~waiting)
    ).all()


def find_open_automatic_run(cohort_id: int) -> IssueRun | None:
    """The run by itself in a cohort that the job has not finished yet, or None."""
    return db.session.scalar(
        select(IssueRun)
        .where(
            IssueRun.cohort_id == cohort_id,
            IssueRun.ordered_by_id.is_(None),
            IssueRun.finished_at.is_(None),
        )
        .order_by(IssueRun.id)
        .limit(1)
    )


def find_order(enrolment: Enrolment) -> CertificateOrder | None:
    """The order for the certificate of `enrolment` that still waits, or None."""
    return db.session.scalar(
        select(CertificateOrder).where(CertificateOrder.enrolment_id == enrolment.id, _WAITING)
    )


def get_enrolment(public_id: str) -> Enrolment:
    """The enrolment of `public_id`, whoever asks, with all that it takes. Raises NotFound."""
    key = db.session.scalar(select(Enrolment.id).where(Enrolment.public_id == public_id))
    if key is None:
        raise NotFound
    [enrolment] = list_enrolments([key])
    return enrolment


def list_for_archive(cohort: Cohort) -> list[tuple[int, Person, str]]:
    """Id, person and printed name of every certificate of `cohort` that is valid, by name."""
    valid = db.session.scalars(
        select(Certificate)
        .where(
            Certificate.cohort_id == cohort.id,
            Certificate.superseded_at.is_(None),
            Certificate.revoked_at.is_(None),
        )
        .options(joinedload(Certificate.person))
    )
    by_name = sorted(valid, key=lambda one: (one.person.sort_name, one.id))
    return [(one.id, one.person, one.document.holder_name) for one in by_name]


def find_bytes(certificate_id: int) -> bytes | None:
    """The file of a certificate, or None where it has been erased meanwhile."""
    return db.session.scalar(select(Certificate.pdf).where(Certificate.id == certificate_id))
