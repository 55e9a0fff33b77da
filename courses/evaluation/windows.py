"""When somebody may answer: from the end of the last session that takes place. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from courses.evaluation.questionnaire import Wave

OPENS_AFTER = {Wave.AFTER: timedelta(0), Wave.LATER: timedelta(days=90)}
OPEN_FOR = timedelta(days=28)

#: So long after the invitation; only the later wave has a reminder.
REMIND_AFTER = timedelta(days=7)


def closes_at(wave: Wave, ends_at: datetime) -> datetime:
    """From when on the wave takes no answers, of a cohort that ends at `ends_at`."""
    return ends_at + OPENS_AFTER[wave] + OPEN_FOR


class Stage(StrEnum):
    """How far a wave has come."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"


def stage_of(wave: Wave, ends_at: datetime | None, now: datetime) -> Stage:
    """How far `wave` has come at `now`; over where nothing takes place (any more)."""
    if ends_at is None or closes_at(wave, ends_at) <= now:
        return Stage.OVER
    return Stage.EARLY if now < ends_at + OPENS_AFTER[wave] else Stage.OPEN


def wave_at(ends_at: datetime, now: datetime) -> Wave | None:
    """Which wave takes answers at `now`; never two at once."""
    return next((wave for wave in Wave if stage_of(wave, ends_at, now) is Stage.OPEN), None)
