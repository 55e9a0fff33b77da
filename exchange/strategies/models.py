"""Strategy concepts of municipalities, their versions, and how far measures have come.

What was adopted never changes. How far its measures have come stands beside it, in rows of their
own: it may change without anybody having to adopt anything.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from exchange.adoption.lengths import LONGEST_BODY, LONGEST_TITLE
from exchange.strategies.document import Measure, measures_of
from organisations.models import Municipality

LONGEST_NOTE = 500


class StrategyKind(StrEnum):
    """What a concept is about. A municipality has one of each kind."""

    ANTI_RACISM = "anti_racism"
    INTERVENTION = "intervention"
    PARTICIPATION = "participation"


class VersionState(StrEnum):
    """Where a version stands. What was adopted once is superseded by another."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    SUPERSEDED = "superseded"


class MeasureState(StrEnum):
    """How far a measure has come."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_pending(self) -> bool:
        """Whether something is still to be done."""
        return self in {MeasureState.OPEN, MeasureState.IN_PROGRESS}


class Strategy(Identified, Model):
    """A concept. What it says stands in its versions.

    `reminded_of` is the review day of which its coordinators were reminded last.
    """

    __tablename__ = "strategies"
    __table_args__ = (UniqueConstraint("municipality_id", "kind"), check_in("kind", StrategyKind))

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    kind: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    reminded_of: Mapped[date | None]

    municipality: Mapped[Municipality] = relationship()


class StrategyVersion(Identified, Model):
    """All that a concept says at one time, see `strategies.document`.

    `revision` counts how often a draft was saved; `author_public_id` saved it last. `adopted_by`
    names the body that decided on `adopted_on`; `review_on` is when it is to be looked at again.
    """

    __tablename__ = "strategy_versions"
    __table_args__ = (
        UniqueConstraint("strategy_id", "number"),
        check_in("state", VersionState),
        CheckConstraint("(state = 'draft') = (number IS NULL)", name="number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "(state = 'draft') = (adopted_on IS NULL) AND (state = 'draft') = (review_on IS NULL)"
            " AND (state = 'draft') = (adopted_by = '')",
            name="adopted",
        ),
        CheckConstraint("review_on > adopted_on", name="review_after_adoption"),
        CheckConstraint("(state = 'superseded') = (ended_at IS NOT NULL)", name="ended"),
        *(
            Index(
                f"uq_strategy_versions_one_{state}",
                "strategy_id",
                unique=True,
                sqlite_where=text(f"state = '{state}'"),
                postgresql_where=text(f"state = '{state}'"),
            )
            for state in ("draft", "adopted")
        ),
    )

    strategy_id: Mapped[int] = mapped_column(ForeignKey("strategies.id"))
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default=VersionState.DRAFT)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), default="")
    changed_at: Mapped[datetime]
    adopted_by: Mapped[str] = mapped_column(String(LONGEST_BODY), default="")
    adopted_on: Mapped[date | None]
    review_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]

    strategy: Mapped[Strategy] = relationship()

    @property
    def measures(self) -> tuple[Measure, ...]:
        return measures_of(self.content)

    @property
    def is_adopted(self) -> bool:
        return self.state == VersionState.ADOPTED


class Progress(Model):
    """How far one measure of an adopted version has come, with a short note on it.

    A version that supersedes another takes over what it says of the measures that both have; what
    the older one has reached stays with it. `revision` counts how often it was changed.
    """

    __tablename__ = "strategy_progress"
    __table_args__ = (check_in("state", MeasureState),)

    version_id: Mapped[int] = mapped_column(ForeignKey("strategy_versions.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), primary_key=True)
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(15), default=MeasureState.OPEN)
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]

    def is_overdue(self, day: date) -> bool:
        """Whether it should have been done before `day` and is not."""
        return MeasureState(self.state).is_pending and self.due_on < day


# An author may be forgotten and a version superseded; what was adopted reads the same for ever.
_FINAL = ("strategy_id", "number", "title", "adopted_by", "adopted_on", "review_on", "revision")
_SAME = " AND ".join(
    [
        *(f"NEW.{column} = OLD.{column}" for column in _FINAL),
        "CAST(NEW.content AS text) = CAST(OLD.content AS text)",
    ]
)
for _name, _timing, _condition in (
    (
        "strategy_versions_are_final",
        "BEFORE UPDATE",
        f"OLD.state <> 'draft' AND NOT ({_SAME} AND NEW.state <> 'draft' "
        "AND (OLD.state = 'adopted' OR (NEW.state = OLD.state AND NEW.ended_at = OLD.ended_at)))",
    ),
    ("strategy_versions_stay", "BEFORE DELETE", "OLD.state <> 'draft'"),
    ("strategy_versions_are_not_emptied", "BEFORE TRUNCATE", ""),
):
    declare_trigger(Trigger(_name, "strategy_versions", _timing, _name, _condition))
