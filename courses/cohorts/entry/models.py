"""What was decided about who may come into a cohort: exceptions and approvals."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified, check_in
from app.kernel.db import Model
from courses.cohorts.models import Cohort, Enrolment
from organisations.models import Person

LONGEST_WORD = 500


class WaiverState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class PrerequisiteWaiver(Identified, Model):
    """Somebody asks to come into a cohort although they have not completed what it builds on.

    `note` is what they tell the trainers; it goes with the decision. `decided_by` is the public id
    of who decided, which stays when that person is gone.
    """

    __tablename__ = "prerequisite_waivers"
    __table_args__ = (
        check_in("state", WaiverState),
        UniqueConstraint("cohort_id", "person_id", name="uq_prerequisite_waivers_one_per_person"),
        CheckConstraint(
            "(state = 'asked') = (decided_at IS NULL) AND "
            "(decided_at IS NULL) = (decided_by IS NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("state = 'asked' OR note = ''", name="note_until_decided"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(String(8), default=WaiverState.ASKED)
    note: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))

    cohort: Mapped[Cohort] = relationship()
    person: Mapped[Person] = relationship()


class ApprovalDecision(Model):
    """What the municipality said last to somebody's request for a seat.

    `reason` is a short word to the person where they were declined.
    """

    __tablename__ = "approval_decisions"
    __table_args__ = (CheckConstraint("NOT approved OR reason = ''", name="reason_of_a_refusal"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))

    enrolment: Mapped[Enrolment] = relationship()
