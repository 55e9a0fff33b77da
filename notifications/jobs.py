"""The digests: everything that waited for a person, in one mail at their hour."""

from datetime import datetime

from app.kernel.db import db
from notifications.queries import list_people_with_news
from notifications.services import send_digest
from organisations.models import Person


def send_digests(now: datetime) -> int:
    """Send what is due at `now`; returns how many digests that made.

    Each has a transaction of its own, so that no person's mail hangs on another's.
    """
    sent = 0
    for person_id in list_people_with_news(now):
        digest = send_digest(person=db.session.get_one(Person, person_id), now=now)
        db.session.commit()
        sent += digest is not None
    return sent
