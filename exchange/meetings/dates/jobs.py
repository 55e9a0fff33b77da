"""Has calendars follow who belongs to which body."""

from datetime import datetime

from app.kernel.db import db, reading
from exchange.meetings.dates.members import has_differences, take_up_members


def follow_members(now: datetime) -> int:
    """Have coming dates take up who belongs to them at `now`; returns how many came and went.

    It looks first, and takes no lock where nothing has changed.
    """
    with reading():
        changed = has_differences(now=now)
    if not changed:
        return 0
    moved = take_up_members(now=now)
    db.session.commit()
    return moved
