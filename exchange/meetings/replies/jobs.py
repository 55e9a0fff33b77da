"""Reminds of invitations that are still to be answered."""

from datetime import datetime

import structlog

from app.kernel.db import db
from app.kernel.retention import today
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.replies.queries import list_to_remind
from exchange.meetings.replies.services import remind_of_reply

REMINDING_JOB = "meetings.reminding"

log = structlog.get_logger("komma.meetings")


def send_reminders(now: datetime) -> int:
    """Remind of what is due at `now`; returns of how many meetings.

    Each has a transaction of its own: one that cannot be written keeps no other from being.
    """
    done = 0
    for meeting_id in list_to_remind(today(now)):
        try:
            done += bool(
                remind_of_reply(meeting=db.session.get_one(BodyMeeting, meeting_id), now=now)
            )
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            log.warning("not_reminded", error=type(error).__name__)
    return done
