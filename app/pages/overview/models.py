"""The state of the programme month by month, kept so that reports can show what has changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import BigId
from app.kernel.db import Model
from app.kernel.ddl import append_only


class ProgressSnapshot(Model):
    """The state as it was at `taken_at`, the first of its month; see `overview.snapshots`.

    `month` is the first day of the month. There is one of each month, whoever takes it.
    """

    __tablename__ = "progress_snapshots"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    month: Mapped[date] = mapped_column(unique=True)
    taken_at: Mapped[datetime]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


append_only("progress_snapshots")
