"""Work of the job worker: the weekly mail about articles."""

from datetime import datetime

import structlog

from app.kernel.db import db, reading
from exchange.knowledge.digest.queries import list_people_to_tell
from exchange.knowledge.digest.services import start_of_week, tell_of_news
from organisations.models import Person

DIGEST_JOB = "knowledge.digest"

log = structlog.get_logger("komma.knowledge")


def tell_all(now: datetime) -> int:
    """Tell everybody who wants it and has not been told this week; returns how many mails it made.

    Each has a transaction of its own, so that no person's mail hangs on another's.
    """
    week = start_of_week(now)
    with reading():
        due = list_people_to_tell(week)
    told = 0
    for person_id, since in due:
        try:
            person = db.session.get_one(Person, person_id)
            told += tell_of_news(person=person, since=since, week=week, now=now) is not None
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("articles_not_told", person=person_id)
    return told
