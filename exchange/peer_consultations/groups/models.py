"""Peer consultations: a small group, its roles, its date, and where its session stands.

What is written in it is sealed and stands in `written`. All of it goes on a day that was set when
the consultation was opened.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from organisations.models import Person
from scheduling.models import Event

#: How many people a group has when it begins, and at most.
FEWEST, MOST = 4, 8
TOPIC_LENGTH = 60

#: How long after a session its members are asked what came of it.
ASKED_AFTER = timedelta(weeks=4)

#: What dates and polls for dates name as theirs.
EVENT_OWNER = "peer_consultation"


class State(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    HELD = "held"
    CALLED_OFF = "called_off"


class Role(StrEnum):
    """What a member does in the session. Of each but the advisers there is one."""

    CASE_GIVER = "case_giver"
    MODERATOR = "moderator"
    NOTE_KEEPER = "note_keeper"
    ADVISER = "adviser"


#: Without these a session does not get beyond its first phase.
NEEDED = (Role.CASE_GIVER, Role.MODERATOR, Role.NOTE_KEEPER)


class Consultation(Identified, Model):
    """One consultation. Nobody but its members, and whom they invite, learns that it exists.

    `topic` is the key of a competency or a situation (see `topics`). `organiser_public_id` is the
    member who invites and sets the date. `member_count` is how many members there are.
    While it runs, it is in `phase` (from 1), of which `spent_seconds` were over when it last went
    on, at `phase_started_at`; None while it pauses. Each step of the moderator raises `turn`;
    notes, roles and the case raise `revision`: whoever looks on asks for these. `asked_at` is when
    its members were asked for their reflection. It goes on `delete_on`.
    """

    __tablename__ = "peer_consultations"
    __table_args__ = (
        check_in("state", State),
        CheckConstraint(f"member_count BETWEEN 1 AND {MOST}", name="member_count"),
        CheckConstraint("(state = 'running') = (phase IS NOT NULL)", name="phase"),
        CheckConstraint("phase IS NOT NULL OR phase_started_at IS NULL", name="phase_started"),
        CheckConstraint("(state = 'held') = (ended_at IS NOT NULL)", name="ended"),
        CheckConstraint("spent_seconds >= 0", name="spent_seconds"),
        CheckConstraint("asked_at IS NULL OR ended_at IS NOT NULL", name="asked"),
    )

    topic: Mapped[str] = mapped_column(String(TOPIC_LENGTH))
    organiser_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(index=True)
    delete_on: Mapped[date] = mapped_column(index=True)
    member_count: Mapped[int] = mapped_column(default=1)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=State.PLANNED)
    phase: Mapped[int | None]
    phase_started_at: Mapped[datetime | None]
    spent_seconds: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    asked_at: Mapped[datetime | None]

    event: Mapped[Event | None] = relationship()
    members: Mapped[list["Member"]] = relationship(
        back_populates="consultation",
        order_by="Member.joined_at, Member.person_id",
        viewonly=True,
    )

    @property
    def is_planned(self) -> bool:
        return self.state == State.PLANNED

    @property
    def is_running(self) -> bool:
        return self.state == State.RUNNING

    @property
    def is_held(self) -> bool:
        return self.state == State.HELD

    @property
    def may_change_case(self) -> bool:
        """The case is written and shared before it begins, and in its first phase."""
        return self.is_planned or self.phase == 1

    @property
    def takes_roles(self) -> bool:
        """Roles may be handed on until it is over: whoever moderates may lose the connection."""
        return self.is_planned or self.is_running

    @property
    def seen(self) -> str:
        """What somebody has seen who looks on: it changes with all that they would see."""
        return f"{self.turn}.{self.revision}"

    @property
    def lock_key(self) -> str:
        """What its commands lock."""
        return f"peer_consultation:{self.public_id}"


class Member(Model):
    """A person in the group, with their role. One of each role, but for the advisers."""

    __tablename__ = "peer_consultation_members"
    __table_args__ = (
        check_in("role", Role),
        Index(
            "uq_peer_consultation_members_one_of_each",
            "consultation_id",
            "role",
            unique=True,
            sqlite_where=text("role <> 'adviser'"),
            postgresql_where=text("role <> 'adviser'"),
        ),
    )

    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("peer_consultations.id"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(12), default=Role.ADVISER)
    joined_at: Mapped[datetime]

    consultation: Mapped[Consultation] = relationship(back_populates="members", viewonly=True)
    person: Mapped[Person] = relationship()


class Invitation(Identified, Model):
    """Somebody may come in. Until they accept, neither side learns the other's name.

    `suggested`: KommA found them by their profile, so the group sees that somebody was invited.
    Whom a member named by an address is listed nowhere: it would tell who has an account. What was
    accepted is gone; what was declined stays, so that nobody is asked twice.
    """

    __tablename__ = "peer_invitations"
    __table_args__ = (UniqueConstraint("consultation_id", "person_id"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("peer_consultations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    suggested: Mapped[bool]
    invited_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    person: Mapped[Person] = relationship()


class HeldConsultation(Model):
    """That a consultation was held in the quarter that began on a day. It leads nowhere else."""

    __tablename__ = "held_peer_consultations"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    quarter: Mapped[date] = mapped_column(index=True)
