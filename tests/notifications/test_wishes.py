"""When a mail that can wait is due, and what is discreet."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from notifications.wishes import Area, Timing, Wishes
from tests.house.clock import START

BERLIN = ZoneInfo("Europe/Berlin")
AT_ONCE, DAILY = Timing.AT_ONCE, Timing.DAILY


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "hour", "due"),
    [
        ("2026-11-23T10:00", 11, "2026-11-23T11:00"),
        ("2026-11-23T11:00", 11, "2026-11-24T11:00"),
        ("2026-11-23T23:59", 0, "2026-11-24T00:00"),
        ("2026-11-23T10:00", 7, "2026-11-24T07:00"),
        ("2027-03-27T22:00", 8, "2027-03-28T08:00"),  # clocks go forward in between
        ("2027-10-30T22:00", 8, "2027-10-31T08:00"),  # and back
    ],
)
def test_the_digest_comes_at_its_hour_on_the_local_clock(now, hour, due):
    wishes = Wishes(digest_hour=hour)
    assert wishes.due_at(DAILY, now=berlin(now).astimezone(UTC), zone=BERLIN) == berlin(due)


def test_an_hour_that_the_clock_skips_still_has_a_digest():
    due = Wishes(digest_hour=2).due_at(DAILY, now=berlin("2027-03-27T12:00"), zone=BERLIN)
    assert berlin("2027-03-28T01:00") < due <= berlin("2027-03-28T03:30")


def test_at_once_is_now_unless_there_is_a_pause():
    assert Wishes().due_at(AT_ONCE, now=START, zone=BERLIN) == START
    pause = Wishes(paused_until=date(2026, 12, 1), digest_hour=9)
    for timing in (AT_ONCE, DAILY):
        assert pause.due_at(timing, now=START, zone=BERLIN) == berlin("2026-12-01T09:00")
    later = berlin("2026-12-05T10:00")
    assert pause.due_at(AT_ONCE, now=later, zone=BERLIN) == later, "the pause is over"
    assert pause.due_at(DAILY, now=later, zone=BERLIN) == berlin("2026-12-06T09:00")


def test_everything_is_discreet_until_somebody_decides_otherwise():
    assert all(Wishes().is_discreet_about(area) for area in Area)
    open_ = Wishes(discreet_trainings=False, discreet_coaching=False)
    never_told = [Area.ASSESSMENTS, Area.CASES]
    assert [area for area in Area if open_.is_discreet_about(area)] == never_told
    only_coaching = Wishes(discreet_trainings=False)
    assert not only_coaching.is_discreet_about(Area.TRAININGS)
    assert only_coaching.is_discreet_about(Area.COACHING)
    everything = Wishes(discreet_everything=True, discreet_trainings=False, discreet_coaching=False)
    assert all(everything.is_discreet_about(area) for area in Area)
