"""Commands that tell what is due of date polls: once each, whatever workers run."""

from datetime import datetime, timedelta

from sqlalchemy import update

from app.kernel.db import db
from notifications.services import notify
from scheduling.polls import mails
from scheduling.polls.models import DatePoll, PollMember


def remind(*, member: PollMember | None, lead: timedelta, now: datetime) -> bool:
    """Remind a member who has not answered; False where somebody else did, or they are gone.

    Who was asked in the last `lead` before the deadline has just read of it: that is noted only.
    """
    if member is None:
        return False
    taken = db.session.execute(
        update(PollMember)
        .where(
            PollMember.poll_id == member.poll_id,
            PollMember.person_id == member.person_id,
            PollMember.reminded_at.is_(None),
        )
        .values(reminded_at=now)
        .execution_options(synchronize_session=False)
    )
    poll = member.poll
    if taken.rowcount != 1 or member.invited_at > poll.closes_at - lead:  # type: ignore[attr-defined]
        return False
    return notify(person=member.person, template=mails.REMINDER, now=now, poll=poll) is not None


def tell_if_ready(*, poll: DatePoll | None, now: datetime) -> bool:
    """Tell the organiser that nothing is left to wait for; False where that was told already."""
    if poll is None or poll.organiser is None:
        return False
    taken = db.session.execute(
        update(DatePoll)
        .where(DatePoll.id == poll.id, DatePoll.ready_told_at.is_(None))
        .values(ready_told_at=now)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        return False
    is_over = poll.closes_at <= now
    message = notify(
        person=poll.organiser, template=mails.READY, now=now, poll=poll, is_over=is_over
    )
    return message is not None
