"""Which days are known of a calendar from outside. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: The farthest ahead that anybody offers times, see `CoachingOffer.horizon_days`.
HORIZON = timedelta(days=366)
#: Today counts, and what begins on the last day may end on the next.
_AHEAD = HORIZON + timedelta(days=2)
_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """[begin, end), both midnight in `zone`, which is also the zone of whole days."""

    begin: datetime
    end: datetime
    zone: ZoneInfo


def window_at(now: datetime, zone: ZoneInfo) -> Window:
    """From the beginning of yesterday until behind the horizon.

    The same all day: so what reaches beyond it ends at the same instant with each reading.
    """
    today = now.astimezone(zone).date()
    return Window(_midnight(today - _BACK, zone), _midnight(today + _AHEAD, zone), zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
