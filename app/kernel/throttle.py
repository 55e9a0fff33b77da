"""Slows down those who fail again and again: wrong passwords, wrong codes.

A failure is remembered by a keyed hash of whom it counts against, until it is forgiven. What was
tried and by whom cannot be read from the table.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import BigId
from app.kernel.db import Model, db
from app.kernel.errors import TooManyAttempts
from app.kernel.i18n import Message


@dataclass(frozen=True)
class Limit:
    """So many failures of one subject (an address, a network origin) within `window`.

    `name` keeps the counts of different limits apart; `message` is what the refused one reads.
    """

    name: str
    most: int
    window: timedelta
    message: Message


class FailedAttempt(Model):
    """One failure that counts until `forgiven_at`."""

    __tablename__ = "failed_attempts"
    __table_args__ = (
        Index("ix_failed_attempts_subject_hash_forgiven_at", "subject_hash", "forgiven_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject_hash: Mapped[str] = mapped_column(String(64))
    forgiven_at: Mapped[datetime] = mapped_column(index=True)


def check_limit(limit: Limit, subject: str, *, now: datetime) -> None:
    """Raise TooManyAttempts where `subject` has reached `limit`; it says when to come back."""
    failures, first = db.session.execute(
        select(func.count(), func.min(FailedAttempt.forgiven_at)).where(
            FailedAttempt.subject_hash == _subject_hash(limit, subject),
            FailedAttempt.forgiven_at > now,
        )
    ).one()
    if failures >= limit.most:
        wait = (first - now).total_seconds()
        raise TooManyAttempts(limit.message, retry_after=max(1, int(wait)))


def remember_failure(limit: Limit, subject: str, *, now: datetime) -> None:
    """Count a failure of `subject`, and forget all that are forgiven by now."""
    db.session.execute(delete(FailedAttempt).where(FailedAttempt.forgiven_at <= now))
    db.session.add(
        FailedAttempt(subject_hash=_subject_hash(limit, subject), forgiven_at=now + limit.window)
    )


def _subject_hash(limit: Limit, subject: str) -> str:
    """Keyed, so that addresses cannot be guessed from the table alone."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    counted = f"{limit.name}:{subject.strip().lower()}"
    return hmac.new(key, counted.encode(), hashlib.sha256).hexdigest()
