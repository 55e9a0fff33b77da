"""Running notes on a cohort, shared by those who train it."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import PUBLIC_ID_LENGTH, BigId
from app.kernel.db import Model


class CohortNotes(Model):
    """What the trainers of a cohort noted, sealed in the vault under the cohort.

    `revision` counts how often it was saved. There are none about single participants on purpose.
    """

    __tablename__ = "cohort_notes"

    cohort_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("cohorts.id"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int]
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    changed_at: Mapped[datetime]
