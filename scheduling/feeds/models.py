"""Who subscribes to their calendar."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import Identified
from app.kernel.db import Model
from organisations.models import Person


class CalendarFeed(Identified, Model):
    """A secret address by which a person's calendar programme subscribes to their events.

    Only the token's hash is kept: the address is shown once. A discreet feed says that there is an
    appointment, not which one. `content_hash` and `content_changed_at` say what the feed held when
    it was last fetched and since when: its Last-Modified, right for every kind of change.
    """

    __tablename__ = "calendar_feeds"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    discreet: Mapped[bool] = mapped_column(default=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    content_changed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
