"""Who subscribes to their calendar, and what has been written of events already."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, BigId, Identified, check_in
from app.kernel.db import Model
from organisations.models import Person
from scheduling.feeds.choices import Contents, Detail


class CalendarFeed(Identified, Model):
    """A secret address by which a person's calendar programme subscribes to their events.

    Only the token's hash is kept: the address is shown once. `content_hash` and
    `content_changed_at` say what the feed held when it was last fetched and since when: its
    Last-Modified, right for every kind of change.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        check_in("contents", Contents),
        check_in("detail", Detail),
        CheckConstraint("(contents = 'group') = (group_key IS NOT NULL)", name="group"),
        CheckConstraint("remind_minutes > 0", name="remind_minutes"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    contents: Mapped[str] = mapped_column(String(9), default=Contents.ALL)
    group_key: Mapped[str | None] = mapped_column(String(PUBLIC_ID_LENGTH))
    detail: Mapped[str] = mapped_column(String(11), default=Detail.APPOINTMENT)
    remind_minutes: Mapped[int | None]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    content_changed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class KeptEntry(Model):
    """The lines of one event in one variant, as the library rendered them, see `calendar_file`.

    `revision` and `wording` name all that the lines follow from: a row is right exactly as long as
    both are those of today, and is written anew otherwise. It says nothing of whoever takes part.
    """

    __tablename__ = "kept_calendar_entries"

    event_id: Mapped[int] = mapped_column(BigId, ForeignKey("events.id"), primary_key=True)
    variant: Mapped[str] = mapped_column(String(16), primary_key=True)
    revision: Mapped[str] = mapped_column(String(80))
    wording: Mapped[str] = mapped_column(String(32))
    lines: Mapped[bytes] = mapped_column(LargeBinary)
    zone: Mapped[str] = mapped_column(String(60))
    first_year: Mapped[int]
    last_year: Mapped[int]
