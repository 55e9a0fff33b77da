"""The local clock: which instants make up a local day, around every kind of change."""

import struct
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from zoneinfo import TZPATH, available_timezones

import pytest

from app.kernel.zones import find_zone
from scheduling.local_clock import (
    DAY,
    EARLIEST,
    LATEST,
    after_day,
    before_day,
    ceil_seconds,
    day_parts,
    floor_seconds,
    instant_of,
)


def parts_of(zone: str, begin: str, end: str) -> list[tuple[str, str, str, str]]:
    """Date, start, end and midnight of each part, as they are written."""
    begin, end = (floor_seconds(datetime.fromisoformat(instant)) for instant in (begin, end))
    return [
        (part.day.isoformat(), *map(written, (part.start, part.end, part.midnight)))
        for part in day_parts(find_zone(zone), begin, end)
    ]


def written(seconds: int) -> str:
    return f"{instant_of(seconds):%m-%dT%H:%M}"


def test_an_ordinary_day_is_one_part() -> None:
    assert parts_of("Europe/Berlin", "2026-03-01T23:00:00Z", "2026-03-03T12:00:00Z") == [
        ("2026-03-02", "03-01T23:00", "03-02T23:00", "03-01T23:00"),
        ("2026-03-03", "03-02T23:00", "03-03T12:00", "03-02T23:00"),
    ]


def test_a_change_cuts_the_day_in_two() -> None:
    assert parts_of("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z") == [
        ("2026-03-29", "03-28T23:00", "03-29T01:00", "03-28T23:00"),
        ("2026-03-29", "03-29T01:00", "03-29T22:00", "03-28T22:00"),
    ]


def test_a_date_can_be_left_out() -> None:
    days = [
        day for day, *_ in parts_of("Pacific/Apia", "2011-12-29T12:00:00Z", "2012-01-01T00:00:00Z")
    ]

    assert days == ["2011-12-29", "2011-12-31", "2012-01-01"]


def test_a_date_can_come_twice() -> None:
    parts = parts_of("America/St_Johns", "2006-10-29T02:00:00Z", "2006-10-29T04:00:00Z")

    assert [(day, start) for day, start, *_ in parts] == [
        ("2006-10-28", "10-29T02:00"),
        ("2006-10-29", "10-29T02:30"),  # for one minute
        ("2006-10-28", "10-29T02:31"),
        ("2006-10-29", "10-29T03:30"),
    ]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_ends_of_the_calendar_are_left_out(zone: str) -> None:
    clock = find_zone(zone)

    assert next(day_parts(clock, EARLIEST - 9 * DAY, EARLIEST + DAY)).start == EARLIEST
    assert list(day_parts(clock, LATEST - DAY, LATEST + 9 * DAY))[-1].end == LATEST
    assert list(day_parts(clock, LATEST, LATEST + DAY)) == []


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "America/Juneau"])
@pytest.mark.parametrize("day", [date(1867, 10, 18), date(2026, 3, 2)])
def test_a_day_lies_between_the_instants_before_and_after_it(zone: str, day: date) -> None:
    around = list(day_parts(find_zone(zone), before_day(day) - DAY, after_day(day) + DAY))

    inside = [part for part in around if part.day == day]
    assert inside
    assert before_day(day) < inside[0].start
    assert inside[-1].end < after_day(day)


def test_fractions_of_a_second_are_rounded_outwards() -> None:
    instant = datetime(2026, 3, 2, 8, 0, 0, 1, tzinfo=UTC)

    assert ceil_seconds(instant) - floor_seconds(instant) == 1
    assert instant_of(floor_seconds(instant)) == instant.replace(microsecond=0)
    assert floor_seconds(datetime(1969, 12, 31, 23, 59, 59, 5, tzinfo=UTC)) == -1


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "Europe", "europe/berlin", "", "../etc/passwd", "\0"]
)
def test_an_unknown_zone_is_none(name: str) -> None:
    assert find_zone(name) is None


def test_no_zone_changes_its_clock_twice_in_three_days() -> None:
    """`day_parts` looks at both ends of a day only: what comes twice between would be missed."""
    assert len(changes_of("Europe/Berlin")) > 100
    for zone in available_timezones():
        changes = changes_of(zone)
        for earlier, later in pairwise(changes):
            assert later - earlier > timedelta(days=3).total_seconds(), zone


def changes_of(zone: str) -> list[int]:
    """When the offset of `zone` changes, from its file in the database (RFC 8536, section 3)."""
    content = content_of(zone)
    # The second block has 64-bit instants; it follows the first one, whose header says its size.
    counts = struct.unpack(">6l", content[20:44])
    utc_indicators, standard_indicators, leaps, times, types, characters = counts
    second = 44 + times * 5 + types * 6 + characters + leaps * 8 + standard_indicators
    second += utc_indicators
    times, types = struct.unpack(">2l", content[second + 32 : second + 40])
    at = second + 44
    instants = struct.unpack(f">{times}q", content[at : at + times * 8])
    kinds = content[at + times * 8 : at + times * 9]
    table = at + times * 9
    offsets = [
        struct.unpack(">l", content[table + kind * 6 : table + kind * 6 + 4])[0]
        for kind in range(types)
    ]
    before = [0, *kinds]
    return [
        instant
        for instant, old, new in zip(instants, before, kinds, strict=False)
        if offsets[old] != offsets[new]
    ]


def content_of(zone: str) -> bytes:
    for folder in TZPATH:
        file = Path(folder, zone)
        if file.is_file():
            return file.read_bytes()
    return files("tzdata.zoneinfo").joinpath(*zone.split("/")).read_bytes()
