"""Reads recurrence rules (RFC 5545 §3.3.10). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache

from scheduling.busy.values import Unreadable, read_until

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SECONDS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
_CLOCK = frozenset({"BYSECOND", "BYMINUTE", "BYHOUR"})
#: The parts that are lists of numbers, with the largest of each, and whether they may be negative.
_NUMBERS = {
    "BYSECOND": (0, 60, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
_NUMBER = re.compile(r"[+-]?\d{1,3}", re.ASCII)
#: Longer than a rule with every number there is.
_LONGEST = 10_000
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule. `weekdays` are (ordinal or 0, weekday from 0 for Monday)."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | date | None = None
    until_in_utc: bool = False
    week_start: int = 0
    weekdays: tuple[tuple[int, int], ...] = ()
    numbers: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def by(self, part: str) -> tuple[int, ...]:
        """The numbers of a BY part; none where the rule does not have it."""
        return self.numbers.get(part, ())

    @property
    def is_plain(self) -> bool:
        """Whether it only repeats at its interval."""
        return not self.weekdays and not self.numbers

    def is_over(self, wall: datetime, instant: datetime) -> bool:
        """Whether an occurrence at this time, local and in UTC, is later than UNTIL."""
        if self.until is None:
            return False
        if not isinstance(self.until, datetime):
            return wall > datetime.combine(self.until, time.max)
        return instant > self.until.replace(tzinfo=UTC) if self.until_in_utc else wall > self.until

    def of_whole_days(self) -> Rule:
        """The rule as it is for whole days: without times of day (RFC 5545 §3.3.10, BYHOUR).

        An UNTIL at midnight in UTC means that day, whatever the zone of the days.
        """
        until = self.until
        days = {name: found for name, found in self.numbers.items() if name not in _CLOCK}
        if self.until_in_utc and isinstance(until, datetime) and until.time() == time():
            return replace(self, numbers=days, until=until.date(), until_in_utc=False)
        return replace(self, numbers=days)


@lru_cache(maxsize=256)  # most events of a calendar repeat alike
def read_rule(text: str) -> Rule:
    """Read an RRULE value. Raises Unreadable."""
    if len(text) > _LONGEST:
        raise Unreadable("its rule is too long")
    parts: dict[str, str] = {}
    for part in filter(None, text.strip().strip(";").split(";")):
        name, equals, value = part.partition("=")
        name, value = name.strip().upper(), value.strip().upper()
        # Some programs write a part twice; twice the same is no contradiction.
        if not equals or parts.get(name, value) != value:
            raise Unreadable("its rule cannot be read")
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES:
        raise Unreadable("its rule has no known frequency")
    if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN" or parts.pop("SKIP", "OMIT") != "OMIT":
        raise Unreadable("its rule follows another calendar")
    until, in_utc = read_until(parts.pop("UNTIL")) if "UNTIL" in parts else (None, False)
    interval = _whole(parts.pop("INTERVAL", "1"), "INTERVAL")
    count = _whole(parts.pop("COUNT"), "COUNT") if "COUNT" in parts else None
    week_start = parts.pop("WKST", "MO")
    if week_start not in WEEKDAYS:
        raise Unreadable("its rule has an unknown WKST")
    weekdays = {_weekday(day) for day in filter(None, parts.pop("BYDAY", "").split(","))}
    numbers = {name: _numbers(name, parts.pop(name)) for name in _NUMBERS if parts.get(name)}
    for name in parts:
        if not name.startswith("X-") and name not in _NUMBERS:
            raise Unreadable(f"its rule has the unknown part {name[:20]}")
    return Rule(
        frequency,
        interval=interval,
        count=count,
        until=until,
        until_in_utc=in_utc,
        week_start=WEEKDAYS.index(week_start),
        weekdays=tuple(sorted(weekdays)),
        numbers=numbers,
    )


def _whole(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 12 or int(text) < 1:
        raise Unreadable(f"its rule has no proper {name}")
    return int(text)


def _weekday(text: str) -> tuple[int, int]:
    match = _WEEKDAY.fullmatch(text.strip())
    if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
        raise Unreadable("its rule has an unknown day")
    return int(match[1] or 0), WEEKDAYS.index(match[2])


def _numbers(name: str, text: str) -> tuple[int, ...]:
    lowest, highest, negative = _NUMBERS[name]
    found = set()
    for part in text.split(","):
        number = int(part) if _NUMBER.fullmatch(part := part.strip()) else None
        if number is None or not lowest <= (abs(number) if negative else number) <= highest:
            raise Unreadable(f"its rule has no proper {name}")
        found.add(number)
    return tuple(sorted(found))
