"""Work of the job worker on date polls: remind of deadlines, tell who can choose.

Each mail is a transaction of its own. Of a failure only its kind is logged.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from app.kernel.db import db, reading
from scheduling.polls import queries
from scheduling.polls.models import DatePoll, PollMember
from scheduling.polls.reminding import remind, tell_if_ready

#: How long before the deadline people are reminded who have not answered.
LEAD = timedelta(days=2)

log = structlog.get_logger("komma.date_polls")


def tell_who_is_due(now: datetime) -> int:
    """Remind members of deadlines, tell organisers that they can choose; returns how many mails."""
    with reading():
        late = [
            (one.poll_id, one.person_id)
            for one in queries.list_members_to_remind(now=now, closing_before=now + LEAD)
        ]
        ready = [one.id for one in queries.list_ready_polls(now)]
    told = sum(_told(partial(_remind, key, now)) for key in late)
    return told + sum(_told(partial(_tell, key, now)) for key in ready)


def _remind(key: tuple[int, int], now: datetime) -> bool:
    return remind(member=db.session.get(PollMember, key), lead=LEAD, now=now)


def _tell(key: int, now: datetime) -> bool:
    return tell_if_ready(poll=db.session.get(DatePoll, key), now=now)


def _told(tell: Callable[[], bool]) -> bool:
    try:
        told = tell()
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.warning("not_told", error=type(error).__name__)
        return False
    return told
