"""What somebody needs to take part well, such as a room without steps: for those who lead it."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId
from app.kernel.db import Model
from courses.cohorts.models import Enrolment


class SupportNeed(Model):
    """What a participant says they need, sealed under them. It may tell something about health.

    It goes with the enrolment, and some weeks after the last session in any case.
    """

    __tablename__ = "support_needs"

    enrolment_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("enrolments.id"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime]

    enrolment: Mapped[Enrolment] = relationship()
