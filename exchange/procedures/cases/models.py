"""Cases: an incident, or an invented one, worked through by a version of a procedure.

What happened, what is answered and what is noted is sealed in the vault under the case; who handles
it, when a step is due and which items are ticked is not. With its key a case becomes unreadable in
every copy.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from exchange.procedures.figures.outcomes import Outcome
from exchange.procedures.writing.models import ProcedureVersion
from organisations.models import Municipality, Person

REFERENCE_LENGTH = 9


class Act(StrEnum):
    """What a case's own trail says was done. It never says what was written."""

    STARTED = "started"
    DESCRIBED = "described"
    TICKED = "ticked"
    UNTICKED = "unticked"
    NOTED = "noted"
    ANSWERED = "answered"
    NAMED = "named"
    RELEASED = "released"
    CLOSED = "closed"


class Case(Identified, Model):
    """One case. Nobody but its handlers learns that it exists.

    `reference` is drawn, so it tells nothing of how many there are. `scenario` is the key of the
    invented case where it is an exercise. `sealed` is the description; `revision` counts how often
    it was saved. `handler_count` is how many handlers there are, never none. It goes on
    `delete_on`.
    """

    __tablename__ = "clearing_cases"
    __table_args__ = (
        check_in("outcome", Outcome, nullable=True),
        CheckConstraint("handler_count >= 1", name="handler_count"),
        CheckConstraint("outcome IS NULL OR closed_at IS NOT NULL", name="closed"),
        CheckConstraint(
            "scenario IS NULL OR outcome IS NULL",
            name="exercise_has_no_outcome",
        ),
        CheckConstraint(
            "scenario IS NOT NULL OR closed_at IS NULL OR outcome IS NOT NULL", name="outcome_given"
        ),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_versions.id"), index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    reference: Mapped[str] = mapped_column(String(REFERENCE_LENGTH), unique=True)
    situation: Mapped[str] = mapped_column(String(40))
    scenario: Mapped[str | None] = mapped_column(String(40))
    happened_on: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(index=True)
    delete_on: Mapped[date] = mapped_column(index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)
    handler_count: Mapped[int]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(16))

    version: Mapped[ProcedureVersion] = relationship()
    municipality: Mapped[Municipality] = relationship()

    @property
    def is_exercise(self) -> bool:
        return self.scenario is not None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def vault_subject(self) -> str:
        """The subject under which the vault keeps what is written in the case."""
        return f"case:{self.public_id}"


class CaseHandler(Model):
    """A person who is named to handle a case, and so may see it."""

    __tablename__ = "case_handlers"

    case_id: Mapped[int] = mapped_column(ForeignKey("clearing_cases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    named_at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    person: Mapped[Person] = relationship()


class CaseStep(Model):
    """Where a step stands. `remind_at`: when handlers are next reminded of its deadline."""

    __tablename__ = "case_steps"
    __table_args__ = (
        CheckConstraint("remind_at IS NULL OR done_at IS NULL", name="no_reminder_when_done"),
        Index("ix_case_steps_remind_at", "remind_at"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("clearing_cases.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()

    def is_overdue(self, now: datetime) -> bool:
        """Whether its deadline is over and it is not done; once done, whether that was too late."""
        return self.due_at is not None and (self.done_at or now) > self.due_at


class CaseTick(Model):
    """An item of a step's checklist is done: once, by whom and when."""

    __tablename__ = "case_ticks"

    case_id: Mapped[int] = mapped_column(ForeignKey("clearing_cases.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    at: Mapped[datetime]


class CaseAnswers(Model):
    """What is answered to the questions of one step, sealed under the case as one text.

    The questions are those of the case's version, which never changes. `revision` counts how often
    it was saved; `person_public_id` saved it last.
    """

    __tablename__ = "case_answers"

    case_id: Mapped[int] = mapped_column(ForeignKey("clearing_cases.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)
    person_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    saved_at: Mapped[datetime]

    @property
    def purpose(self) -> str:
        """For what the vault keeps it: the answers of one step do not fit to another."""
        return f"answers {self.step}"


class CaseNote(Identified, Model):
    """A note of a handler, sealed under the case. It is not changed; a correction is another."""

    __tablename__ = "case_notes"

    case_id: Mapped[int] = mapped_column(ForeignKey("clearing_cases.id"), index=True)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    written_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    case: Mapped[Case] = relationship()

    @property
    def purpose(self) -> str:
        """For what the vault keeps it: a sealed note does not fit in another's place."""
        return f"note {self.public_id}"


class CaseAct(Model):
    """One line of a case's own trail, for its handlers: who did what and when.

    The trail that the programme office reads says nothing of cases. `step` and `item` count from 1;
    `about_public_id` is who was named or released.
    """

    __tablename__ = "case_acts"
    __table_args__ = (check_in("act", Act),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("clearing_cases.id"), index=True)
    at: Mapped[datetime]
    actor_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    act: Mapped[str] = mapped_column(String(10))
    step: Mapped[int | None]
    item: Mapped[int | None]
    about_public_id: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))


# Trail and notes are not rewritten; an erasure only takes a person out. They go with their case.
_FORGOTTEN = "NEW.{0} = OLD.{0} OR NEW.{0} = ''"
declare_trigger(
    Trigger(
        "case_acts_are_final",
        "case_acts",
        "BEFORE UPDATE",
        "case_acts_are_final",
        "NOT (NEW.case_id = OLD.case_id AND NEW.at = OLD.at AND NEW.act = OLD.act "
        "AND COALESCE(NEW.step, 0) = COALESCE(OLD.step, 0) "
        "AND COALESCE(NEW.item, 0) = COALESCE(OLD.item, 0) "
        f"AND ({_FORGOTTEN.format('actor_public_id')}) "
        "AND (COALESCE(NEW.about_public_id, '') = COALESCE(OLD.about_public_id, '') "
        "OR NEW.about_public_id = ''))",
    )
)
declare_trigger(
    Trigger(
        "case_notes_are_final",
        "case_notes",
        "BEFORE UPDATE",
        "case_notes_are_final",
        "NOT (NEW.case_id = OLD.case_id AND NEW.written_at = OLD.written_at "
        "AND NEW.sealed = OLD.sealed AND NEW.public_id = OLD.public_id "
        f"AND ({_FORGOTTEN.format('author_public_id')}))",
    )
)
