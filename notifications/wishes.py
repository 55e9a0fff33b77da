"""How a person wants to be told: which mails, when, and how much they give away. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

LONGEST_CALENDAR_WORD = 60
MORNING = 7


class Area(StrEnum):
    """What a mail or a date is about, as far as discretion asks."""

    TRAININGS = "trainings"  # and everything that has no area of its own
    COACHING = "coaching"
    ASSESSMENTS = "assessments"
    CASES = "cases"


class Timing(StrEnum):
    """When a person is told of something by mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


class CalendarBy(StrEnum):
    """What brings dates into a person's own calendar. FEED means mails until there is a feed."""

    FEED = "feed"
    MAIL = "mail"
    BOTH = "both"


class Reminder(StrEnum):
    """How long before an appointment a person is reminded of it."""

    NONE = "none"
    HOUR = "hour"
    DAY = "day"

    @property
    def lead(self) -> timedelta | None:
        return LEADS[self]


LEADS = {
    Reminder.NONE: None,
    Reminder.HOUR: timedelta(hours=1),
    Reminder.DAY: timedelta(days=1),
}
LONGEST_LEAD = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """One person's wishes; the defaults are for whoever has said nothing.

    `timings` is by key of a kind of mail. `digest_hour` is on the programme's clock. Mails that can
    wait do so until the digest of `paused_until`. `calendar_word` is the title of discreet entries
    in calendars, empty for the usual one. `discretion_changed_at` is when last something changed
    that entries in calendars show.
    """

    timings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    digest_hour: int = MORNING
    paused_until: date | None = None
    discreet_everything: bool = False
    discreet_trainings: bool = True
    discreet_coaching: bool = True
    calendar_word: str = ""
    calendar_by: CalendarBy = CalendarBy.FEED
    reminder: Reminder = Reminder.DAY
    discretion_changed_at: datetime | None = None

    def is_discreet_about(self, area: Area) -> bool:
        """Whether what is told about `area` leaves out topic and place.

        That somebody has assessed themselves, or handles a case, is never told otherwise.
        """
        if self.discreet_everything or area in {Area.ASSESSMENTS, Area.CASES}:
            return True
        return self.discreet_coaching if area is Area.COACHING else self.discreet_trainings

    def due_at(self, timing: Timing, *, now: datetime, zone: ZoneInfo) -> datetime:
        """When a mail that can wait is sent: `now`, or with the digest of a later hour."""
        pause_ends = self._digest_of(self.paused_until, zone) if self.paused_until else now
        if timing is Timing.AT_ONCE:
            return max(now, pause_ends)
        today = now.astimezone(zone).date()
        coming = (self._digest_of(today + timedelta(days=days), zone) for days in range(3))
        return max(next(instant for instant in coming if instant > now), pause_ends)

    def looks_like(self, other: "Wishes") -> bool:
        """Whether calendars show the same with these wishes as with `other`."""
        return self._look() == other._look()

    def _look(self) -> tuple[object, ...]:
        return (
            self.discreet_everything,
            self.discreet_trainings,
            self.discreet_coaching,
            self.calendar_word,
        )

    def _digest_of(self, day: date, zone: ZoneInfo) -> datetime:
        return datetime.combine(day, time(self.digest_hour), tzinfo=zone)
