"""Polls for a date: the times proposed, who is asked, and what each of them answers."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from app.kernel.i18n import Bilingual
from organisations.models import Person
from scheduling.models import Event

LONGEST_COMMENT = 300


class PollStatus(StrEnum):
    """A poll is open beyond its deadline, too, until a date is chosen or it is called off."""

    OPEN = "open"
    CHOSEN = "chosen"
    CALLED_OFF = "called_off"


class Choice(StrEnum):
    """What somebody answers to a proposed time."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


class DatePoll(Identified, Model):
    """People look for a date together. `subject` and `subject_key` name what it is for.

    `zone` is the IANA zone in which proposals are meant. `quorum` is how many have to be able to
    come, 0 for any number. `event_id` is what the chosen date became. `ready_told_at` is when the
    organiser was told that they can choose; None until then, and again after every change. Of an
    organiser who is gone nothing stays.
    """

    __tablename__ = "date_polls"
    __table_args__ = (
        check_in("status", PollStatus),
        CheckConstraint("minutes >= 1", name="minutes"),
        CheckConstraint("quorum >= 0", name="quorum"),
        CheckConstraint("(status = 'open') = (ended_at IS NULL)", name="ended_at"),
        # What answers refer to, so that they cannot be given to a poll that is over.
        UniqueConstraint("id", "status"),
        Index(
            "uq_date_polls_open",
            "subject",
            "subject_key",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    subject: Mapped[str] = mapped_column(String(40))
    subject_key: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    title: Mapped[Bilingual]
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    minutes: Mapped[int]
    zone: Mapped[str] = mapped_column(String(60))
    quorum: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    ready_told_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(10), default=PollStatus.OPEN)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)

    organiser: Mapped[Person | None] = relationship()
    event: Mapped[Event | None] = relationship()
    proposals: Mapped[list["DateProposal"]] = relationship(
        back_populates="poll",
        order_by="DateProposal.starts_at",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def is_open(self) -> bool:
        return self.status == PollStatus.OPEN

    def takes_answers(self, now: datetime) -> bool:
        """Whether it is open and its deadline has not passed."""
        return self.is_open and self.closes_at > now

    @property
    def lock_key(self) -> str:
        return f"date_poll:{self.public_id}"


class DateProposal(Identified, Model):
    """A time that is proposed; it takes as long as the poll says. At most one is chosen."""

    __tablename__ = "date_poll_proposals"
    __table_args__ = (
        UniqueConstraint("poll_id", "starts_at"),
        UniqueConstraint("poll_id", "id"),  # what answers refer to
        Index(
            "uq_date_poll_proposals_chosen",
            "poll_id",
            unique=True,
            sqlite_where=text("chosen"),
            postgresql_where=text("chosen"),
        ),
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("date_polls.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    chosen: Mapped[bool] = mapped_column(default=False)

    poll: Mapped[DatePoll] = relationship(back_populates="proposals")

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.poll.duration


class PollMember(Model):
    """A person who is asked. `answered_at` is when they answered last, `reminded_at` when they
    were reminded of the deadline as it is now.
    """

    __tablename__ = "date_poll_members"

    poll_id: Mapped[int] = mapped_column(
        ForeignKey("date_polls.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(String(LONGEST_COMMENT), default="")

    poll: Mapped[DatePoll] = relationship()
    person: Mapped[Person] = relationship()


class PollAnswer(Model):
    """What a member answers to a proposal: one answer each.

    `poll_status` is that of the poll: the database keeps it so by the foreign key. So an answer is
    given, or changed, while the poll is open and never after, whoever comes at the same moment.
    """

    __tablename__ = "date_poll_answers"
    __table_args__ = (
        check_in("choice", Choice),
        ForeignKeyConstraint(
            ["poll_id", "person_id"],
            ["date_poll_members.poll_id", "date_poll_members.person_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["poll_id", "proposal_id"],
            ["date_poll_proposals.poll_id", "date_poll_proposals.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["poll_id", "poll_status"],
            ["date_polls.id", "date_polls.status"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        Index("ix_date_poll_answers_poll_id_person_id", "poll_id", "person_id"),
    )

    proposal_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    poll_id: Mapped[int] = mapped_column(BigId)
    poll_status: Mapped[str] = mapped_column(String(10), default=PollStatus.OPEN)
    choice: Mapped[str] = mapped_column(String(10))


declare_trigger(
    Trigger(
        name="date_poll_answers_need_an_open_poll",
        table="date_poll_answers",
        timing="BEFORE INSERT",
        message="date_poll_answers_are_final",
        refused_when="NEW.poll_status <> 'open'",
    )
)
declare_trigger(
    Trigger(
        name="date_poll_answers_are_final",
        table="date_poll_answers",
        timing="BEFORE UPDATE OF choice",
        message="date_poll_answers_are_final",
        refused_when="OLD.poll_status <> 'open'",
    )
)
declare_trigger(
    Trigger(
        name="date_poll_ends_once",
        table="date_polls",
        timing="BEFORE UPDATE OF status",
        message="date_poll_choice_is_final",
        refused_when="OLD.status <> 'open'",
    )
)
