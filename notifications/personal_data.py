"""The mails to a person that are still in the outbox: waiting, or sent in the last 30 days."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
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


def _mails_to(person_id: int) -> Sequence[OutboxMessage]:
    return db.session.scalars(
        select(OutboxMessage)
        .join(Account, Account.email == OutboxMessage.recipient)
        .where(Account.person_id == person_id)
        .order_by(OutboxMessage.id)
    ).all()
