"""Free slots by brute force: walk the instants one by one and read the local clock.

Written from the contract "Free slots" alone and sharing nothing with what it checks: it knows
documents only. Slow on purpose; give it few weeks.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def slots_by_walking(document: dict[str, Any], tick: int = 60) -> list[list[str]]:
    """The slots of the document as the contract's command prints them.

    A walk in steps of `tick` seconds from the document's `from` must meet every change of clock
    and every full local minute. It begins two days before the Monday at or before `from`; work that
    began earlier does no harm, since its grid begins anew on that Monday.
    """
    zone = ZoneInfo(document["timezone"])
    offer = document["offer"]
    duration = timedelta(minutes=offer["duration_min"])
    now, begin, end = (_instant(document[key]) for key in ("now", "from", "to"))
    saturday = begin - timedelta(days=begin.astimezone(zone).weekday() + 2)
    walk = _walk(document, zone, range(_seconds_at(saturday), _seconds_at(end + duration), tick))
    found = []
    seconds_left = 0
    for seconds, day, seconds_into_grid in reversed(walk):
        seconds_left = 0 if seconds_into_grid is None else seconds_left + tick
        if seconds_into_grid is None or seconds_into_grid % (offer["step_min"] * 60):
            continue
        at = _EPOCH + timedelta(seconds=seconds)
        if (
            begin <= at < end
            and seconds_left >= duration.total_seconds()
            and at >= now + timedelta(minutes=offer["min_notice_min"])
            and at < now + timedelta(hours=24 * offer["horizon_days"])
            and not _meets_something_busy(document, at, at + duration)
            and not _is_full(document, day)
        ):
            found.append([_written(at), _written(at + duration)])
    return found[::-1]


def _walk(
    document: dict[str, Any], zone: ZoneInfo, instants: range
) -> list[tuple[int, date, int | None]]:
    """Each instant, its local date, and the seconds since its grid began, None outside work."""
    seen_mondays: set[date] = set()
    windows: dict[date, list[tuple[int, int]]] = {}
    walk: list[tuple[int, date, int | None]] = []
    into = None
    for seconds in instants:
        day, reading = _local(seconds, zone)
        if day not in windows:
            windows[day] = _windows_on(document, day)
        works = False
        for start, stop in windows[day]:
            works = works or start <= reading < stop
        into = None if not works else 0 if into is None else into + instants.step
        if day.weekday() == 0 and day not in seen_mondays:
            seen_mondays.add(day)
            into = 0 if works else None
        walk.append((seconds, day, into))
    return walk


@cache
def _local(seconds: int, zone: ZoneInfo) -> tuple[date, int]:
    """The local date, and the reading of the clock in seconds."""
    local = (_EPOCH + timedelta(seconds=seconds)).astimezone(zone)
    return local.date(), local.hour * 3600 + local.minute * 60 + local.second


def _windows_on(document: dict[str, Any], day: date) -> list[tuple[int, int]]:
    for override in document["overrides"]:
        if override["date"] == day.isoformat():
            return [(_seconds(start), _seconds(end)) for start, end in override["windows"]]
    return [
        (_seconds(rule["start"]), _seconds(rule["end"]))
        for rule in document["rules"]
        if _holds(rule, day)
    ]


def _holds(rule: dict[str, Any], day: date) -> bool:
    if rule["weekday"] != day.weekday():
        return False
    if rule["from"] and day.isoformat() < rule["from"]:
        return False
    if rule["until"] and day.isoformat() > rule["until"]:
        return False
    if rule["every_weeks"] == 1:
        return True
    anchor = date.fromisoformat(rule["anchor"])
    while anchor.weekday() != day.weekday():  # the same weekday in the week of the anchor
        anchor += timedelta(days=1 if anchor.weekday() < day.weekday() else -1)
    return (day - anchor).days % (7 * rule["every_weeks"]) == 0


def _meets_something_busy(document: dict[str, Any], start: datetime, end: datetime) -> bool:
    start -= timedelta(minutes=document["offer"]["buffer_before_min"])
    end += timedelta(minutes=document["offer"]["buffer_after_min"])
    for busy in document["busy"]:
        busy_start, busy_end = map(_instant, busy)
        if busy_start != busy_end and start < busy_end and busy_start < end:
            return True
    return False


def _is_full(document: dict[str, Any], day: date) -> bool:
    most = document["offer"]["max_per_day"]
    return most is not None and document["booked_per_day"].get(day.isoformat(), 0) >= most


def _seconds_at(instant: datetime) -> int:
    return int((instant - _EPOCH).total_seconds())


def _seconds(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _written(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
