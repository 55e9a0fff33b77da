"""When somebody may answer: from the end of the last session that takes place. Pure."""

from datetime import datetime, timedelta

from courses.evaluation.questionnaire import Wave

OPENS_AFTER = {Wave.AFTER: timedelta(0), Wave.LATER: timedelta(days=90)}
OPEN_FOR = timedelta(days=28)

#: So long after the invitation; only the later wave has a reminder.
REMIND_AFTER = timedelta(days=7)


def closes_at(wave: Wave, ends_at: datetime) -> datetime:
    """From when on the wave takes no answers, of a cohort that ends at `ends_at`."""
    return ends_at + OPENS_AFTER[wave] + OPEN_FOR


def wave_at(ends_at: datetime, now: datetime) -> Wave | None:
    """Which wave takes answers at `now`; never two at once."""
    for wave, opens_after in OPENS_AFTER.items():
        if ends_at + opens_after <= now < closes_at(wave, ends_at):
            return wave
    return None
