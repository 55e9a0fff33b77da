"""Which clashes with calendars outside people were told of."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import BigId
from app.kernel.db import Model


class ToldClash(Model):
    """A person was told that they are busy elsewhere in [starts_at, ends_at) of an appointment.

    It is forgotten when that is so no more, or when the time is over.
    """

    __tablename__ = "told_clashes"
    __table_args__ = (
        UniqueConstraint("booking_id", "person_id", "starts_at", "ends_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
