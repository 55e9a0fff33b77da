"""VTIMEZONE components (RFC 5545 §3.6.5): when the clocks of an IANA zone change. Pure.

The library's own `Timezone.from_tzinfo` (icalendar 7.3) puts the spring change an hour late, since
it reads the onset in the offset after the change. It lists single dates besides, which Outlook
does not read; so a change that comes back every year is written as a yearly rule.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
# Every clock can show these, and what lies a day beyond.
EARLIEST = datetime(2, 1, 1, tzinfo=UTC)
LATEST = datetime(9999, 12, 29, tzinfo=UTC)


@dataclass(frozen=True)
class Change:
    """The clock goes from one offset to another. `onset` is the wall time before the change."""

    onset: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str

    @property
    def kind(self) -> tuple[timedelta, timedelta, str]:
        return self.offset_from, self.offset_to, self.name


@cache
def zone_component(zone: str, first_year: int, last_year: int) -> Timezone:
    """The VTIMEZONE of `zone`, right for every instant from `first_year` to `last_year`.

    It begins a year earlier, so that the offset in force in January is known. The result is
    shared: do not change it. Raises ZoneInfoNotFoundError for an unknown zone.
    """
    begin = max(datetime(max(first_year - 1, 1), 1, 1, tzinfo=UTC), EARLIEST)
    end = LATEST if last_year >= LATEST.year else datetime(last_year + 1, 1, 2, tzinfo=UTC)
    component = Timezone()
    component.add("TZID", zone)
    clock = ZoneInfo(zone)
    changes = sorted(_changes(clock, begin, end), key=lambda change: (change.kind, change.onset))
    by_kind = [list(group) for _, group in groupby(changes, key=lambda change: change.kind)]
    yearly = [group for group in by_kind if _comes_every_year(group)]
    if len(yearly) < 2 or len(yearly) < len(by_kind):
        component.add_component(_at_first(clock, begin))
    for group in by_kind:
        component.add_component(_observance(group))
    return component


def _changes(clock: tzinfo, begin: datetime, end: datetime) -> list[Change]:
    found = []
    day = begin
    while day < end:
        if _offset(clock, day) != _offset(clock, day + DAY):
            found.append(_change_between(clock, day, day + DAY))
        day += DAY
    return found


def _change_between(clock: tzinfo, before: datetime, after: datetime) -> Change:
    while after - before > SECOND:
        middle = before + ((after - before) / 2 // SECOND) * SECOND
        if _offset(clock, middle) == _offset(clock, before):
            before = middle
        else:
            after = middle
    offset_from, offset_to = _offset(clock, before), _offset(clock, after)
    return Change(
        onset=(after + offset_from).replace(tzinfo=None),
        offset_from=offset_from,
        offset_to=offset_to,
        name=after.astimezone(clock).tzname() or "",
    )


def _offset(clock: tzinfo, instant: datetime) -> timedelta:
    return instant.astimezone(clock).utcoffset() or timedelta(0)


def _comes_every_year(changes: list[Change]) -> bool:
    """Whether it is once in each year at one wall time of, say, the last Sunday in March."""
    years = [change.onset.year for change in changes]
    rules = {(change.onset.time(), change.onset.month, _weekday(change)) for change in changes}
    every_year = years == list(range(years[0], years[-1] + 1))
    return len(changes) > 1 and every_year and len(rules) == 1


def _weekday(change: Change) -> str:
    """`2SU` is the second Sunday of the month, `-1SU` the last."""
    day = change.onset.date()
    is_last = (day + 7 * DAY).month != day.month
    ordinal = -1 if is_last else (day.day - 1) // 7 + 1
    return f"{ordinal}{WEEKDAYS[day.weekday()]}"


def _observance(changes: list[Change]) -> TimezoneStandard | TimezoneDaylight:
    first = changes[0]
    component = _bare(first.onset, first.offset_from, first.offset_to, first.name)
    if _comes_every_year(changes):
        component.add(
            "RRULE", vRecur(FREQ="YEARLY", BYMONTH=first.onset.month, BYDAY=_weekday(first))
        )
    elif changes[1:]:
        component.add("RDATE", [change.onset for change in changes[1:]])
    return component


def _at_first(clock: tzinfo, begin: datetime) -> TimezoneStandard | TimezoneDaylight:
    """The offset in force when the component begins, for zones whose changes do not say it."""
    offset, name = _offset(clock, begin), begin.astimezone(clock).tzname() or ""
    return _bare(begin.replace(tzinfo=None), offset, offset, name)


def _bare(
    onset: datetime, offset_from: timedelta, offset_to: timedelta, name: str
) -> TimezoneStandard | TimezoneDaylight:
    component = TimezoneDaylight() if offset_to > offset_from else TimezoneStandard()
    component.DTSTART = onset
    component.TZOFFSETFROM = offset_from
    component.TZOFFSETTO = offset_to
    component.add("TZNAME", name)
    return component
