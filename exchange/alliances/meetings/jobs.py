"""Reminds of tasks that are due soon or overdue."""

from datetime import datetime

import structlog

from app.kernel.db import db
from app.kernel.retention import today
from exchange.alliances.meetings.models import MeetingTask, ReminderStage
from exchange.alliances.meetings.queries import list_due_ids
from exchange.alliances.meetings.tasks import remind_of_task

log = structlog.get_logger("komma.alliances")


def send_reminders(now: datetime) -> int:
    """Write what is due on the day of `now`; returns how many tasks it was about.

    Each has a transaction of its own: one that cannot be written keeps no other from being.
    """
    sent = 0
    for task_id, stage in list_due_ids(today(now)):
        try:
            sent += _remind(task_id, stage, now)
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("reminder_not_written", task=task_id)
    return sent


def _remind(task_id: int, stage: ReminderStage, now: datetime) -> bool:
    task = db.session.get(MeetingTask, task_id)
    if task is None or task.done_at is not None:
        return False  # done or forgotten just now
    return remind_of_task(task=task, stage=stage, now=now)
