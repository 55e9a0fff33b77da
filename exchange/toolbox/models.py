"""Aids for public communication that KommA ships, and what municipalities write from them.

A version of an aid never changes. A municipality's text refers to the one that it was made from, so
no new version and no update touches what somebody has written.
"""

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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from app.kernel.ddl import Trigger, append_only, declare_trigger
from organisations.models import Municipality

LONGEST_TITLE = 160
_FROZEN = "('released', 'withdrawn')"


class AidKind(StrEnum):
    """What an aid helps to write."""

    STATEMENT = "statement"
    SOCIAL_MEDIA_REPLY = "social_media_reply"
    PRESS_QUESTIONS = "press_questions"
    HOLDING_LINE = "holding_line"
    EVENING_PLAN = "evening_plan"
    SPEAKER_PROTECTION = "speaker_protection"


class Tone(StrEnum):
    """How a text speaks."""

    FACTUAL = "factual"
    EMPATHETIC = "empathetic"
    FIRM = "firm"


class Audience(StrEnum):
    """Whom a text speaks to."""

    PUBLIC = "public"
    PRESS = "press"
    STAFF = "staff"
    ONLINE = "online"
    ATTENDEES = "attendees"


class Aid(Identified, Model):
    """An aid under its key. `number` is that of the version that counts; one without a
    `position` is not offered any more.
    """

    __tablename__ = "aids"
    __table_args__ = (CheckConstraint("number >= 1", name="number"),)

    key: Mapped[str] = mapped_column(String(60), unique=True)
    position: Mapped[int | None]
    number: Mapped[int]


class AidVersion(Model):
    """What an aid says at a time, see `exchange.toolbox.document`."""

    __tablename__ = "aid_versions"
    __table_args__ = (
        UniqueConstraint("aid_id", "number"),
        check_in("kind", AidKind),
        check_in("tone", Tone),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    aid_id: Mapped[int] = mapped_column(ForeignKey("aids.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    tone: Mapped[str] = mapped_column(String(12))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    shipped_at: Mapped[datetime]

    aid: Mapped[Aid] = relationship()


append_only("aid_versions")


class TextState(StrEnum):
    """Where a municipality's text stands. What is released stays as it is; it can be withdrawn."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class MunicipalText(Identified, Model):
    """A text of a municipality, made from a version of an aid.

    `number` is that of its latest version. `revision` counts every change and step. `authors` are
    the public ids of all who wrote any version, parted by spaces, the latest first: none of them
    releases it.
    """

    __tablename__ = "municipal_texts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["aid_id", "aid_number"],
            ["aid_versions.aid_id", "aid_versions.number"],
            name="fk_municipal_texts_aid_version",
        ),
        check_in("state", TextState),
        CheckConstraint("language IN ('de', 'en')", name="language"),
        CheckConstraint("authors <> ''", name="written"),
        CheckConstraint("number >= 1 AND revision >= 1", name="counted"),
        CheckConstraint(
            f"(state IN {_FROZEN}) = (released_by IS NOT NULL) "
            "AND (released_by IS NULL) = (released_at IS NULL)",
            name="released_by_somebody",
        ),
        CheckConstraint(
            "released_by IS NULL OR replace(authors, released_by, '') = authors",
            name="by_a_second_person",
        ),
        Index("ix_municipal_texts_municipality_id_state", "municipality_id", "state"),
        Index("ix_municipal_texts_aid_id", "aid_id"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    aid_id: Mapped[int] = mapped_column(BigId)
    aid_number: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(10))
    number: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    authors: Mapped[str] = mapped_column(Text)
    released_by: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    released_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    municipality: Mapped[Municipality] = relationship()
    aid_version: Mapped[AidVersion] = relationship()
    current: Mapped["TextVersion"] = relationship(
        primaryjoin="and_(MunicipalText.id == foreign(TextVersion.text_id), "
        "MunicipalText.number == TextVersion.number)",
        viewonly=True,
        uselist=False,
    )
    comments: Mapped[list["TextComment"]] = relationship(order_by="TextComment.id", viewonly=True)

    @property
    def author_ids(self) -> list[str]:
        """The public ids of all who wrote it, the latest first."""
        return self.authors.split()

    @property
    def is_frozen(self) -> bool:
        return self.state in {TextState.RELEASED, TextState.WITHDRAWN}


declare_trigger(
    Trigger(
        name="released_texts_are_final",
        table="municipal_texts",
        timing="BEFORE UPDATE OF municipality_id, aid_id, aid_number, language, number, authors, "
        "released_by, released_at",
        message="released_texts_are_final",
        refused_when=f"OLD.state IN {_FROZEN}",
    )
)
declare_trigger(
    Trigger(
        name="released_texts_are_only_withdrawn",
        table="municipal_texts",
        timing="BEFORE UPDATE OF state",
        message="released_texts_are_only_withdrawn",
        refused_when=f"OLD.state IN {_FROZEN} AND NEW.state <> 'withdrawn'",
    )
)


class TextVersion(Model):
    """What a text said after one saving. `body` is Markdown; what is open stands in braces."""

    __tablename__ = "municipal_text_versions"
    __table_args__ = (
        UniqueConstraint("text_id", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("municipal_texts.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body: Mapped[str] = mapped_column(Text)
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    saved_at: Mapped[datetime]


class TextComment(Model):
    """What somebody said when sending a text back, releasing or withdrawing it."""

    __tablename__ = "municipal_text_comments"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("municipal_texts.id"), index=True)
    number: Mapped[int]
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), index=True)
    comment: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


# Both go with a draft that is given up, so they may be deleted, but never changed.
for _table in ("municipal_text_versions", "municipal_text_comments"):
    declare_trigger(
        Trigger(
            name=f"{_table}_are_final",
            table=_table,
            timing="BEFORE UPDATE",
            message=f"{_table}_are_final",
        )
    )
