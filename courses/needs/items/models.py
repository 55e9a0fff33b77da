"""Items of the needs analysis: what is asked about a competency, and of whom.

An item belongs to a competency and to some functions. The general one is for everybody for whom
there is no special one. What it says stands in its versions: an answer keeps the version that it
was given to, so none of them is ever changed or deleted once it was published.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import append_only
from courses.needs.items.document import Item, item_of
from organisations.models import Function
from organisations.topics.models import Competency


class NeedsItem(Identified, Model):
    """One item, whatever it says by now."""

    __tablename__ = "needs_items"
    __table_args__ = (
        # What functions of an item refer to, so that they are unique within a competency.
        UniqueConstraint("id", "competency_id"),
        Index(
            "uq_needs_items_one_general",
            "competency_id",
            unique=True,
            sqlite_where=text("is_general"),
            postgresql_where=text("is_general"),
        ),
    )

    competency_id: Mapped[int] = mapped_column(ForeignKey("competencies.id"))
    is_general: Mapped[bool]
    created_at: Mapped[datetime]

    competency: Mapped[Competency] = relationship()
    audience: Mapped[list["NeedsItemFunction"]] = relationship()

    @property
    def functions(self) -> list[str]:
        """For whom it is, in the order of the functions; nobody in particular means everybody."""
        named = {entry.function for entry in self.audience}
        return [function.value for function in Function if function in named]


class NeedsItemFunction(Model):
    """A function that a special item is for. Of one competency, no function has two items."""

    __tablename__ = "needs_item_functions"
    __table_args__ = (
        check_in("function", Function),
        ForeignKeyConstraint(
            ["item_id", "competency_id"], ["needs_items.id", "needs_items.competency_id"]
        ),
        UniqueConstraint("competency_id", "function"),
    )

    item_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    function: Mapped[str] = mapped_column(String(24), primary_key=True)
    competency_id: Mapped[int] = mapped_column(BigId)


class VersionState(StrEnum):
    """Where a version stands. Of one item, one is published and one a draft at most."""

    DRAFT = "draft"
    PUBLISHED = "published"
    FORMER = "former"
    DISCARDED = "discarded"


class NeedsItemVersion(Identified, Model):
    """What an item says at one time, see `courses.needs.items.document`.

    `revision` counts how often a draft was saved. `authors` are the public ids of all who wrote it,
    parted by spaces, the latest first; empty for what came with KommA.
    """

    __tablename__ = "needs_item_versions"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        check_in("state", VersionState),
        CheckConstraint("(state IN ('published', 'former')) = (number IS NOT NULL)", name="number"),
        CheckConstraint("(number IS NULL) = (published_at IS NULL)", name="published_at"),
        CheckConstraint("number >= 1", name="number_from_one"),
        Index(
            "uq_needs_item_versions_one_published",
            "item_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
        Index(
            "uq_needs_item_versions_one_draft",
            "item_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("needs_items.id"))
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    authors: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    item: Mapped[NeedsItem] = relationship()

    @property
    def author_ids(self) -> Sequence[str]:
        """The public ids of all who wrote it, the latest first."""
        return self.authors.split()

    @property
    def said(self) -> Item:
        """What it says, as it is asked."""
        return item_of(self.content)


append_only(
    "needs_item_versions",
    # What was published stays as it was, but gives way to the next one.
    changes_refused_when=(
        "OLD.state IN ('former', 'discarded') OR (OLD.state = 'published' AND ("
        "NEW.state <> 'former' OR NEW.number <> OLD.number OR NEW.item_id <> OLD.item_id "
        "OR NEW.public_id <> OLD.public_id "
        "OR CAST(NEW.content AS TEXT) <> CAST(OLD.content AS TEXT)))"
    ),
)
