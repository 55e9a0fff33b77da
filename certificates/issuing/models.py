"""Runs of issuing: what was asked for at once, and what became of each of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from certificates.issuing.reasons import Reason, ReasonKind
from certificates.printing.document import JsonObject
from certificates.register.models import Certificate
from courses.cohorts.models import Cohort, Enrolment
from organisations.models import Person


class OrderState(StrEnum):
    """Where an order is. A refused one says why, and can be asked for again in another run."""

    WAITING = "waiting"
    ISSUED = "issued"
    REFUSED = "refused"


class IssueRun(Identified, Model):
    """Certificates of one cohort, ordered at once; by nobody where it happened by itself."""

    __tablename__ = "issue_runs"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    ordered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ordered_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()
    ordered_by: Mapped[Person | None] = relationship()


class CertificateOrder(Model):
    """A certificate that the job is to issue, has issued, or could not issue.

    `reason` and `details` are a Reason, kept as that so that each reads it in their language.
    """

    __tablename__ = "certificate_orders"
    __table_args__ = (
        check_in("state", OrderState),
        check_in("reason", ReasonKind, nullable=True),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="refused_with_reason"),
        Index(
            "uq_certificate_orders_waiting",
            "enrolment_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("issue_runs.id", ondelete="CASCADE"), index=True)
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolments.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(7), default=OrderState.WAITING)
    reason: Mapped[str | None] = mapped_column(String(20))
    details: Mapped[JsonObject] = mapped_column(JSON, default=dict)
    certificate_id: Mapped[int | None] = mapped_column(
        ForeignKey("certificates.id", ondelete="SET NULL")
    )

    run: Mapped[IssueRun] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
    certificate: Mapped[Certificate | None] = relationship()

    @property
    def why_not(self) -> Reason | None:
        """Why it was refused; None where it was not."""
        return Reason(ReasonKind(self.reason), self.details) if self.reason else None
