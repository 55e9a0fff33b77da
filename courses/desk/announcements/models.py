"""Announcements: what those who lead a cohort tell everyone in it, on its page and by mail."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import PUBLIC_ID_LENGTH, Identified
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger
from courses.cohorts.models import Cohort

KEY_LENGTH = 22


class Announcement(Identified, Model):
    """What was said, in Markdown. It never changes: a correction is a new announcement.

    `key` is the form's that it was written in, so that sending it twice says it once. Of one that
    was withdrawn only that remains on the page.
    """

    __tablename__ = "cohort_announcements"
    __table_args__ = (
        UniqueConstraint("cohort_id", "key", name="uq_cohort_announcements_one_per_form"),
    )

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    to_waiting: Mapped[bool]
    author_public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH))
    sent_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship()


declare_trigger(
    Trigger(
        name="cohort_announcements_are_final",
        table="cohort_announcements",
        timing="BEFORE UPDATE OF cohort_id, title, text, to_waiting, sent_at",
        message="cohort_announcements_are_final",
    )
)
