"""The mails to a person that are still in the outbox, what waits for their digest, their wishes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from notifications.models import NotificationWishes, PendingNotification
from notifications.queries import find_row
from organisations.accounts.models import Account


def export_of(person_id: int) -> list[dict[str, Any]]:
    """The mails to the person, oldest first, in words that can be written as JSON."""
    return [
        {
            "subject": message.subject,
            "body": message.body,
            "created_at": message.created_at.isoformat(),
            "sent_at": message.sent_at.isoformat() if message.sent_at else None,
        }
        for message in _mails_to(person_id)
    ]


def erase(person_id: int) -> None:
    """Forget the mails to the person; to be called while their account still has the address."""
    for message in _mails_to(person_id):
        db.session.delete(message)
    db.session.flush()


def export_wishes(person_id: int) -> dict[str, Any]:
    """What the person has chosen, and the news that wait for their digest."""
    row = find_row(person_id)
    waiting = db.session.scalars(
        select(PendingNotification)
        .where(PendingNotification.person_id == person_id)
        .order_by(PendingNotification.id)
    )
    return {
        "wishes": _wishes(row) if row else None,
        "waiting": [
            {"text": news.text, "created_at": news.created_at.isoformat()} for news in waiting
        ],
    }


def erase_wishes(person_id: int) -> None:
    """Forget what the person has chosen and what waits for them."""
    for table in (PendingNotification, NotificationWishes):
        db.session.execute(delete(table).where(table.person_id == person_id))


def _wishes(row: NotificationWishes) -> dict[str, Any]:
    return {
        "timings": row.timings,
        "digest_hour": row.digest_hour,
        "paused_until": row.paused_until.isoformat() if row.paused_until else None,
        "discreet_everything": row.discreet_everything,
        "discreet_trainings": row.discreet_trainings,
        "discreet_coaching": row.discreet_coaching,
        "calendar_word": row.calendar_word,
        "calendar_by": row.calendar_by,
        "reminder": row.reminder,
    }


def _mails_to(person_id: int) -> Sequence[OutboxMessage]:
    return db.session.scalars(
        select(OutboxMessage)
        .join(Account, Account.email == OutboxMessage.recipient)
        .where(Account.person_id == person_id)
        .order_by(OutboxMessage.id)
    ).all()
