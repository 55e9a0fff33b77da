"""The register: certificates, issued once and stored with their bytes, and names for the paper."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from certificates.designs.models import DesignVersion
from certificates.printing.document import CertificateData, JsonObject
from certificates.register.codes import LENGTH
from certificates.register.holder_names import LONGEST_NAME
from certificates.signing.models import SigningKey
from courses.cohorts.models import Cohort
from organisations.models import Person

LONGEST_REASON = 500
LONGEST_WISH = 500


class NameShown(StrEnum):
    """How much of the holder's name the public check tells."""

    NOTHING = "nothing"
    INITIALS = "initials"
    FULL = "full"


class Status(StrEnum):
    """What a certificate is worth. One that was revoked stays so, whatever came after it."""

    VALID = "valid"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class Certificate(Identified, Model):
    """That a person took part in a cohort, in the words and the bytes of the day of issue.

    `data` is a CertificateData. The public check starts out without the name: what the whole world
    can read is shown because the holder wants it, not by default (GDPR Art. 25 (2)). A person has
    one at a time for a cohort: a correction supersedes it. `credential_id` is the name of its Open
    Badges credential: public lists may hold it, since it leads to nothing. `pdf_digest` is the
    SHA-256 of the bytes, in hexadecimal letters. `valid_until` is the last day, if there is one;
    `expiry_reminded_days` is how long before it the holder was reminded last, as a number of days.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        Index(
            "uq_certificates_one_per_cohort",
            "person_id",
            "cohort_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        check_in("name_shown", NameShown),
        CheckConstraint(
            "(revoked_at IS NULL) = (revocation_reason IS NULL)", name="revoked_with_reason"
        ),
        CheckConstraint("length(revocation_reason) > 0", name="revocation_reason_says_something"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    credential_id: Mapped[str] = mapped_column(
        String(36), unique=True, default=lambda: str(uuid.uuid4())
    )
    data: Mapped[JsonObject] = mapped_column(JSON)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf_digest: Mapped[str] = mapped_column(String(64), index=True)
    design_version_id: Mapped[int] = mapped_column(ForeignKey("design_versions.id"))
    signing_key_id: Mapped[int] = mapped_column(ForeignKey("signing_keys.id"))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    valid_until: Mapped[date | None] = mapped_column(index=True)
    supersedes_id: Mapped[int | None] = mapped_column(
        ForeignKey("certificates.id", ondelete="SET NULL"), unique=True
    )
    superseded_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revocation_reason: Mapped[str | None] = mapped_column(String(LONGEST_REASON))
    name_shown: Mapped[str] = mapped_column(String(8), default=NameShown.NOTHING)
    first_downloaded_at: Mapped[datetime | None]
    expiry_reminded_days: Mapped[int | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    cohort: Mapped[Cohort] = relationship()
    design_version: Mapped[DesignVersion] = relationship()
    signing_key: Mapped[SigningKey] = relationship()

    @property
    def document(self) -> CertificateData:
        """What the certificate says."""
        return CertificateData.from_json(self.data)

    @property
    def status(self) -> Status:
        """What the register says of it. Whether its time is over is for `is_expired`."""
        if self.revoked_at is not None:
            return Status.REVOKED
        return Status.VALID if self.superseded_at is None else Status.SUPERSEDED

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over; `today` in the programme's zone."""
        return self.valid_until is not None and self.valid_until < today

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
        timing=(
            "BEFORE UPDATE OF person_id, cohort_id, code, credential_id, data, pdf, pdf_digest, "
            "design_version_id, signing_key_id, issued_at, valid_until"
        ),
        message="certificates_are_final",
    )
)
declare_trigger(
    Trigger(
        name="certificates_stay_revoked",
        table="certificates",
        timing="BEFORE UPDATE OF revoked_at, revocation_reason",
        refused_when="OLD.revoked_at IS NOT NULL",
        message="certificates_stay_revoked",
    )
)
declare_trigger(
    Trigger(
        name="certificates_stay_superseded",
        table="certificates",
        timing="BEFORE UPDATE OF superseded_at",
        refused_when="OLD.superseded_at IS NOT NULL",
        message="certificates_stay_superseded",
    )
)
# Deleting the former one empties the column; nothing else may touch it.
declare_trigger(
    Trigger(
        name="certificates_keep_what_they_supersede",
        table="certificates",
        timing="BEFORE UPDATE OF supersedes_id",
        refused_when="NEW.supersedes_id IS NOT NULL",
        message="certificates_keep_what_they_supersede",
    )
)


class HolderName(Model):
    """The name that a person wishes on their certificates. Without a row it is their name."""

    __tablename__ = "holder_names"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    changed_at: Mapped[datetime]


class VoidCredential(Model):
    """The random name of a void credential whose certificate was erased with its holder's account.

    It leads to nobody, and keeps a copy that somebody else holds from counting as valid again.
    """

    __tablename__ = "void_credentials"

    credential_id: Mapped[str] = mapped_column(String(36), primary_key=True)


class RequestState(StrEnum):
    """Where the holder's wish for a correction is. A certificate that follows grants it."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"


class CorrectionRequest(Identified, Model):
    """What a holder wishes corrected on a certificate; one that waits at a time.

    `answer` says why it was declined, to the holder.
    """

    __tablename__ = "correction_requests"
    __table_args__ = (
        check_in("state", RequestState),
        Index(
            "uq_correction_requests_asked",
            "certificate_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    certificate_id: Mapped[int] = mapped_column(
        ForeignKey("certificates.id", ondelete="CASCADE"), index=True
    )
    wish: Mapped[str] = mapped_column(String(LONGEST_WISH))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default=RequestState.ASKED)
    answer: Mapped[str | None] = mapped_column(String(LONGEST_WISH))
    closed_at: Mapped[datetime | None]

    certificate: Mapped[Certificate] = relationship()
