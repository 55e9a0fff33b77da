"""A list of people between upload and import."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import Identified
from app.kernel.db import Model


class RosterUpload(Identified, Model):
    """What somebody's file held, for them alone to look at and to import once.

    `rows` are emptied by the import; `people` is how many it added. Nothing outlives a day.
    `purpose` says what else than new people the list is for, and is empty for those.
    """

    __tablename__ = "roster_uploads"
    __table_args__ = (
        CheckConstraint("(imported_at IS NULL) = (people IS NULL)", name="imported_people"),
    )

    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40), default="")
    file_name: Mapped[str] = mapped_column(String(200))
    unknown_headings: Mapped[list[str]] = mapped_column(JSON)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(index=True)
    imported_at: Mapped[datetime | None]
    people: Mapped[int | None]
