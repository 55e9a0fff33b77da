"""Levels that somebody shows to those who lead a cohort: chosen by themselves, and for a time."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId
from app.kernel.db import Model
from courses.cohorts.models import Enrolment


class LevelShare(Model):
    """What a participant shows of their levels, sealed under them: see `sealed`.

    It holds what they said at the time. A later analysis, and who leads the cohort later, are
    theirs to share anew. It goes with the enrolment, and some weeks after the last session.
    """

    __tablename__ = "level_shares"

    enrolment_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("enrolments.id"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    shared_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship()
