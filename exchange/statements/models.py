"""Joint statements: what municipalities say with one voice, and which of them say it.

A text that was opened for signing stays as it is: a municipality signs what it has read. What it
wants said otherwise takes another statement.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from exchange.adoption.lengths import LONGEST_BODY, LONGEST_TITLE
from organisations.models import Municipality

LONGEST_SUMMARY, LONGEST_REMARK = 400, 2000
#: One municipality alone is no joint voice.
LEAST_QUORUM, MOST_QUORUM = 2, 60
_FROZEN = "('open', 'released', 'withdrawn')"


class StatementState(StrEnum):
    """Where a statement stands. From `OPEN` on its text is final."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    OPEN = "open"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"

    @property
    def is_frozen(self) -> bool:
        return self not in {StatementState.DRAFT, StatementState.PROPOSED}

    @property
    def takes_signatures(self) -> bool:
        return self in {StatementState.OPEN, StatementState.RELEASED}


class JointStatement(Identified, Model):
    """A statement. `municipality` proposed it; None: the programme office.

    `authors` are the public ids of all who wrote it, parted by spaces, the latest first: none of
    them opens or releases it. `revision` counts every change and step, `remark` is what was said
    with the last step. It may be signed until the end of `sign_by`, and is released with `quorum`
    signatures at least.
    """

    __tablename__ = "joint_statements"
    __table_args__ = (
        check_in("state", StatementState),
        CheckConstraint("authors <> ''", name="written"),
        CheckConstraint("revision >= 1", name="counted"),
        CheckConstraint(f"quorum BETWEEN {LEAST_QUORUM} AND {MOST_QUORUM}", name="quorum"),
        CheckConstraint(
            f"(state IN {_FROZEN}) = (opened_by IS NOT NULL) "
            "AND (opened_by IS NULL) = (opened_at IS NULL) "
            "AND (opened_by IS NULL) = (sign_by IS NULL)",
            name="opened_by_somebody",
        ),
        CheckConstraint(
            "(released_by IS NULL) = (released_at IS NULL) "
            "AND (state <> 'released' OR released_by IS NOT NULL) "
            "AND (released_by IS NULL OR state IN ('released', 'withdrawn'))",
            name="released_by_somebody",
        ),
        CheckConstraint(
            "(opened_by IS NULL OR replace(authors, opened_by, '') = authors) "
            "AND (released_by IS NULL OR replace(authors, released_by, '') = authors)",
            name="by_a_second_person",
        ),
        Index("ix_joint_statements_state", "state"),
    )

    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    summary: Mapped[str] = mapped_column(String(LONGEST_SUMMARY))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=StatementState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    quorum: Mapped[int] = mapped_column(default=LEAST_QUORUM)
    authors: Mapped[str] = mapped_column(Text)
    remark: Mapped[str] = mapped_column(String(LONGEST_REMARK), default="")
    sign_by: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    opened_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    opened_at: Mapped[datetime | None]
    released_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    released_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    municipality: Mapped[Municipality | None] = relationship()

    @property
    def author_ids(self) -> list[str]:
        """The public ids of all who wrote it, the latest first."""
        return self.authors.split()

    @property
    def is_public(self) -> bool:
        return self.state == StatementState.RELEASED

    def takes_signatures(self, day: date) -> bool:
        """Whether a municipality may sign on `day`, by the programme's clock."""
        state = StatementState(self.state)
        return state.takes_signatures and self.sign_by is not None and day <= self.sign_by


class Signature(Identified, Model):
    """A municipality says the same. `decided_by` names the body that decided so on `decided_on`.

    Who signed for it stays inside. One that was taken back stays, and does not count.
    """

    __tablename__ = "statement_signatures"
    __table_args__ = (
        CheckConstraint("decided_by <> ''", name="decided"),
        CheckConstraint("taken_back_at >= signed_at", name="taken_back_later"),
        Index(
            "uq_statement_signatures_one_each",
            "statement_id",
            "municipality_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    statement_id: Mapped[int] = mapped_column(ForeignKey("joint_statements.id"), index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    decided_by: Mapped[str] = mapped_column(String(LONGEST_BODY))
    decided_on: Mapped[date]
    signed_by: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    signed_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    statement: Mapped[JointStatement] = relationship()
    municipality: Mapped[Municipality] = relationship()


declare_trigger(
    Trigger(
        name="opened_statements_are_final",
        table="joint_statements",
        timing="BEFORE UPDATE OF municipality_id, title, summary, body, authors, opened_by, "
        "opened_at",
        message="opened_statements_are_final",
        refused_when=f"OLD.state IN {_FROZEN}",
    )
)
declare_trigger(
    Trigger(
        name="opened_statements_go_forward",
        table="joint_statements",
        timing="BEFORE UPDATE OF state",
        message="opened_statements_go_forward",
        refused_when="(OLD.state = 'open' AND NEW.state NOT IN ('open', 'released', 'withdrawn')) "
        "OR (OLD.state = 'released' AND NEW.state NOT IN ('released', 'withdrawn')) "
        "OR (OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn')",
    )
)
declare_trigger(
    Trigger(
        name="opened_statements_stay",
        table="joint_statements",
        timing="BEFORE DELETE",
        message="opened_statements_stay",
        refused_when=f"OLD.state IN {_FROZEN}",
    )
)
declare_trigger(
    Trigger(
        name="statement_signatures_are_final",
        table="statement_signatures",
        timing="BEFORE UPDATE OF statement_id, municipality_id, decided_by, decided_on, signed_by, "
        "signed_at",
        message="statement_signatures_are_final",
    )
)
