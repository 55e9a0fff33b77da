"""Who was nominated for a seat by whom, and which cohorts municipalities wish for themselves."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified, check_in
from app.kernel.db import Model
from courses.catalogue.models import Course
from courses.cohorts.models import Enrolment
from organisations.models import Municipality

MOST_DATES = 3
LONGEST_NOTE = 1000


class Nomination(Model):
    """Somebody was nominated: a seat is offered to them, and they say themselves if they take it.

    `nominated_by` is the public id of the coordinator or lead, which they read as a name.
    """

    __tablename__ = "nominations"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    nominated_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    nominated_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship()


class InHouseState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class InHouseRequest(Identified, Model):
    """A municipality wishes for a cohort for its own people.

    `wished` are days, written 2026-12-01. `asked_by` is the public id of who asked, `reason` what
    the office says where it declines.
    """

    __tablename__ = "in_house_requests"
    __table_args__ = (
        check_in("state", InHouseState),
        CheckConstraint("people > 0", name="people"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("state = 'declined' OR reason = ''", name="reason_of_a_refusal"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    wished: Mapped[list[str]] = mapped_column(JSON)
    people: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=InHouseState.OPEN)
    asked_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    course: Mapped[Course] = relationship()

    @property
    def wished_days(self) -> list[date]:
        return [date.fromisoformat(day) for day in self.wished]
