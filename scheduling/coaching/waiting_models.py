"""Who wants to be told when something frees up."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, check_in
from app.kernel.db import Model
from organisations.models import Person
from scheduling.coaching.finding import DayTime
from scheduling.coaching.models import CoachingOffer


class FreeTimeWish(Model):
    """A person waits for a time of an offer. What was told, booked or ended is deleted.

    `earlier_than` is the start of the first time that was free already, None where none was.
    Wishes of one person with the same `created_at` are one question, about several coaches.
    """

    __tablename__ = "free_time_wishes"
    __table_args__ = (
        UniqueConstraint("person_id", "offer_id"),
        check_in("day_time", DayTime, nullable=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("coaching_offers.id"), index=True)
    earlier_than: Mapped[datetime | None]
    day_time: Mapped[str | None] = mapped_column(String(9))
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
    offer: Mapped[CoachingOffer] = relationship()
