"""Certificates: issued once, stored with their bytes, never changed; and orders to issue some."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from certificates.codes import LENGTH
from certificates.document import CertificateData, JsonObject
from courses.cohorts.models import Cohort, Enrolment
from organisations.models import Person


class NameShown(StrEnum):
    """How much of the holder's name the public check tells."""

    NOTHING = "nothing"
    INITIALS = "initials"
    FULL = "full"


class Certificate(Identified, Model):
    """That a person took part in a cohort, in the words and the bytes of the day of issue.

    `data` is a CertificateData. The public check starts out without the name: what the whole world
    can read is shown because the holder wants it, not by default (GDPR Art. 25 (2)).
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("person_id", "cohort_id", name="uq_certificates_one_per_cohort"),
        check_in("name_shown", NameShown),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    data: Mapped[JsonObject] = mapped_column(JSON)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    name_shown: Mapped[str] = mapped_column(String(8), default=NameShown.NOTHING)
    first_downloaded_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    cohort: Mapped[Cohort] = relationship()

    @property
    def document(self) -> CertificateData:
        """What the certificate says."""
        return CertificateData.from_json(self.data)

    @property
    def public_name(self) -> str | None:
        """The holder's name as the public check tells it; None where it does not."""
        if self.name_shown == NameShown.FULL:
            return self.document.holder_name
        if self.name_shown == NameShown.INITIALS:
            return self.document.holder_initials
        return None


declare_trigger(
    Trigger(
        name="certificates_are_final",
        table="certificates",
        timing="BEFORE UPDATE OF person_id, cohort_id, code, data, pdf, issued_at",
        message="certificates_are_final",
    )
)


class CertificateOrder(Model):
    """A certificate that the job is to issue. Gone as soon as it is issued or cannot be."""

    __tablename__ = "certificate_orders"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolments.id", ondelete="CASCADE"), unique=True
    )
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    ordered_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship()
    ordered_by: Mapped[Person] = relationship()
