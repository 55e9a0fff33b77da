"""Ends what has expired, and tells of what will."""

from datetime import datetime

from app.kernel.db import db
from app.kernel.feature import Job
from exchange.alliances.guests import links
from exchange.alliances.guests.queries import list_ending_soon, list_expired
from exchange.alliances.guests.services import expire_guest, warn_of_end

END_JOB = "alliances.guest_ends"


def end_or_warn(now: datetime) -> int:
    """End each access whose time is over and tell of those that end soon; returns how many.

    Each has a transaction of its own. An access that is over lets nobody in even before this.
    """
    done = 0
    while found := list_expired(now, most=1):
        done += expire_guest(guest=found[0], now=now)
        db.session.commit()
    while found := list_ending_soon(now, most=1):
        done += warn_of_end(guest=found[0], now=now)
        db.session.commit()
    db.session.rollback()
    return done


JOBS = (Job(links.JOB_NAME, links.send_links), Job(END_JOB, end_or_warn))
