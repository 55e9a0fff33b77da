"""Anonymous answers, and apart from them who was asked and who has answered.

There is no row for an answer. All answers of a cohort lie in one sealed text that is written anew,
in another order, with each that comes in. So neither keys nor the places of rows on the disk, nor
the transactions that wrote them, join an answer with a person. Nothing here has an instant finer
than a day but the mails.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from courses.catalogue.models import Course
from courses.cohorts.models import Cohort, Enrolment
from courses.evaluation.questionnaire import Wave


class Mail(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"


class AnswerPool(Identified, Model):
    """All answers of a cohort in one wave, sealed, and what of them is released.

    Once the time to answer is over only what is released stays. Without a cohort it holds what
    small cohorts of the course have left over: too few each, so they are shown together.
    """

    __tablename__ = "evaluation_pools"
    __table_args__ = (
        check_in("wave", Wave),
        UniqueConstraint("cohort_id", "wave"),
        Index(
            "uq_evaluation_pools_of_course",
            "course_id",
            "wave",
            unique=True,
            sqlite_where=text("cohort_id IS NULL"),
            postgresql_where=text("cohort_id IS NULL"),
        ),
    )

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))
    wave: Mapped[str] = mapped_column(String(5))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    opened_on: Mapped[date]
    released: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    course: Mapped[Course] = relationship()
    cohort: Mapped[Cohort | None] = relationship()

    @property
    def vault_subject(self) -> str:
        """The subject under which the vault keeps the answers."""
        return f"evaluation:{self.public_id}"

    @property
    def is_closed(self) -> bool:
        """The time to answer is over."""
        return self.sealed is None


class FeedbackGiven(Model):
    """This person has answered. When, and what, is not known here. Gone when the time is over."""

    __tablename__ = "feedback_given"
    __table_args__ = (check_in("wave", Wave),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    wave: Mapped[str] = mapped_column(String(5), primary_key=True)

    enrolment: Mapped[Enrolment] = relationship()


class FeedbackMail(Model):
    """This person was asked, or reminded. Each once, and gone when the time is over."""

    __tablename__ = "feedback_mails"
    __table_args__ = (
        check_in("wave", Wave),
        check_in("mail", Mail),
        UniqueConstraint("enrolment_id", "wave", "mail"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    wave: Mapped[str] = mapped_column(String(5))
    mail: Mapped[str] = mapped_column(String(10))
    sent_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship()
