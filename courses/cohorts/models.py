"""Cohorts: one run of a course for a group, its dated sessions, its seats, who attends."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from app.kernel.i18n import Bilingual
from courses.catalogue.models import Course, LearningUnit
from courses.catalogue.version_models import CourseVersion
from courses.cohorts.fulfilment import AttendanceStatus
from courses.learning.models import UnitCompletion
from courses.units.kinds import UnitKind
from organisations.models import Municipality, Person
from scheduling.models import Event, EventStatus


class EnrolmentStatus(StrEnum):
    """How far a person has come on the way into a cohort and through it."""

    REQUESTED = "requested"  # waits for an approval
    WAITLISTED = "waitlisted"  # waits for a seat
    OFFERED = "offered"  # a seat is kept for them until `offer_until`
    ENROLLED = "enrolled"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"  # the approval was refused


#: Who takes part, or has taken part.
TAKING_PART = (EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED)
#: Whose seat nobody else gets.
HOLDING_A_SEAT = (EnrolmentStatus.OFFERED, *TAKING_PART)
#: Who stands in the line, in the order of `queued_at`.
WAITING = (EnrolmentStatus.REQUESTED, EnrolmentStatus.WAITLISTED)


class Cohort(Identified, Model):
    """One run of a course. One that belongs to a municipality is only for its people.

    It keeps the version of the course that it was opened with, and so does who is enrolled.
    """

    __tablename__ = "cohorts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["course_id", "version_number"],
            ["course_versions.course_id", "course_versions.number"],
            name="fk_cohorts_version",
        ),
    )

    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    version_number: Mapped[int] = mapped_column()
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"), index=True)
    language: Mapped[str] = mapped_column(String(2), default="de")
    created_at: Mapped[datetime]

    course: Mapped[Course] = relationship(foreign_keys=[course_id])
    version: Mapped[CourseVersion] = relationship(
        foreign_keys=[course_id, version_number], viewonly=True
    )
    municipality: Mapped[Municipality | None] = relationship()
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="cohort", order_by="Session.position"
    )
    seats: Mapped[list["Seat"]] = relationship(back_populates="cohort", order_by="Seat.number")
    trainers: Mapped[list[Person]] = relationship(secondary="cohort_trainers")
    enrolments: Mapped[list["Enrolment"]] = relationship(back_populates="cohort")

    @property
    def title(self) -> Bilingual:
        """What the course was called when the cohort was opened."""
        return self.version.title


class CohortTrainer(Model):
    """A trainer runs a cohort; only they and the programme office see its roster."""

    __tablename__ = "cohort_trainers"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class Session(Identified, Model):
    """One dated meeting of a cohort; time and place are its event's.

    Who was not at one that is `required` does not complete the cohort.
    """

    __tablename__ = "course_sessions"
    __table_args__ = (UniqueConstraint("cohort_id", "position"),)

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    position: Mapped[int]
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    required: Mapped[bool] = mapped_column(default=False)

    cohort: Mapped[Cohort] = relationship(back_populates="sessions")
    event: Mapped[Event] = relationship()
    attendances: Mapped[list["Attendance"]] = relationship(back_populates="session")

    @property
    def takes_place(self) -> bool:
        """False once the event has been called off."""
        return self.event.status == EventStatus.CONFIRMED

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return (self.event.ends_at - self.event.starts_at) // timedelta(minutes=1)


class Seat(Model):
    """A seat of a cohort. Capacity is the number of rows, so nobody can sit where there is none."""

    __tablename__ = "seats"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)

    cohort: Mapped[Cohort] = relationship(back_populates="seats")


class Enrolment(Identified, Model):
    """A person's place in a cohort. A seat is held by at most one enrolment.

    `queued_at` is their place in the line: when they first asked. It stays while they move up.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        check_in("status", EnrolmentStatus),
        UniqueConstraint("cohort_id", "person_id", name="uq_enrolments_one_per_person"),
        UniqueConstraint("cohort_id", "seat_number", name="uq_enrolments_one_per_seat"),
        ForeignKeyConstraint(
            ["cohort_id", "seat_number"],
            ["seats.cohort_id", "seats.number"],
            name="fk_enrolments_seat",
        ),
        CheckConstraint(
            "(status IN ('offered', 'enrolled', 'completed')) = (seat_number IS NOT NULL)",
            name="seat_while_holding_one",
        ),
        CheckConstraint("(status = 'offered') = (offer_until IS NOT NULL)", name="end_of_an_offer"),
        CheckConstraint(
            "status NOT IN ('enrolled', 'completed') OR enrolled_at IS NOT NULL",
            name="begin_of_taking_part",
        ),
        CheckConstraint(
            "status NOT IN ('requested', 'waitlisted') OR queued_at IS NOT NULL",
            name="place_in_the_line",
        ),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    seat_number: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(12), default=EnrolmentStatus.ENROLLED)
    queued_at: Mapped[datetime | None]
    offer_until: Mapped[datetime | None]
    enrolled_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship(
        back_populates="enrolments", foreign_keys=[cohort_id], overlaps="enrolments"
    )
    person: Mapped[Person] = relationship()
    attendances: Mapped[list["Attendance"]] = relationship(back_populates="enrolment")

    @property
    def takes_part(self) -> bool:
        """Is enrolled or has completed: not who waits, has an offer, or has withdrawn."""
        return self.status in TAKING_PART


# How many quizzes the course asks for that the person has not passed yet: all that cohorts ever
# read of them. Zero where the version asks for none.
Enrolment.open_quizzes = column_property(
    select(func.count())
    .select_from(Cohort)
    .join(
        CourseVersion,
        (CourseVersion.course_id == Cohort.course_id)
        & (CourseVersion.number == Cohort.version_number),
    )
    .join(LearningUnit, LearningUnit.course_id == Cohort.course_id)
    .where(
        Cohort.id == Enrolment.cohort_id,
        CourseVersion.needs_quizzes,
        LearningUnit.kind == UnitKind.QUIZ,
        ~exists().where(
            UnitCompletion.unit_id == LearningUnit.id,
            UnitCompletion.person_id == Enrolment.person_id,
        ),
    )
    .correlate_except(Cohort, CourseVersion, LearningUnit, UnitCompletion)
    .scalar_subquery(),
    deferred=True,
)


class Attendance(Model):
    """Whether a person was there at a session: by the trainer's word, or checked in by themselves.

    `minutes` says for how many, of who was there for a part only; the session's length is the most
    that counts.
    """

    __tablename__ = "attendances"
    __table_args__ = (
        check_in("status", AttendanceStatus),
        CheckConstraint(
            "minutes IS NULL OR (minutes >= 1 AND status IN ('present', 'late'))", name="minutes"
        ),
        UniqueConstraint("session_id", "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("course_sessions.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    status: Mapped[str] = mapped_column(String(8))
    minutes: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

    session: Mapped[Session] = relationship(back_populates="attendances")
    enrolment: Mapped[Enrolment] = relationship(back_populates="attendances")


class AttendanceChange(Model):
    """What became of a record of attendance, and who did it: the first entry, and each correction.

    Such a row never changes. It is deleted with what it is about only.
    """

    __tablename__ = "attendance_changes"
    __table_args__ = (
        check_in("status", AttendanceStatus),
        CheckConstraint(
            "status_before IN ('present', 'late', 'excused', 'absent')", name="status_before"
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendances.id"), index=True)
    status_before: Mapped[str | None] = mapped_column(String(8))
    minutes_before: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(8))
    minutes: Mapped[int | None]
    changed_at: Mapped[datetime]
    changed_by_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))

    attendance: Mapped[Attendance] = relationship()


declare_trigger(
    Trigger(
        "attendance_changes_are_final",
        "attendance_changes",
        "BEFORE UPDATE",
        message="attendance_changes_are_final",
    )
)
