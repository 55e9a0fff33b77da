"""VTIMEZONE: other programmes compute the same wall times from it as we do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Timezone

from scheduling.zone_component import zone_component

ZONES = [
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/Sao_Paulo",
    "Africa/Casablanca",  # changes by the moon, so there is no yearly rule
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # goes on by half an hour
    "Pacific/Apia",
]


def read_again(zone: str, first_year: int, last_year: int) -> tuple[str, object]:
    """The component's text, and the zone that a reader makes of nothing but this text."""
    text = zone_component(zone, first_year, last_year).to_ical().decode()
    return text, Timezone.from_ical(text).to_tz(lookup_tzid=False)


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_the_years_has_the_right_offset(zone):
    _, read = read_again(zone, 2026, 2028)
    clock = ZoneInfo(zone)
    instant = datetime(2026, 1, 1, tzinfo=UTC)
    while instant < datetime(2029, 1, 1, tzinfo=UTC):
        expected = instant.astimezone(clock)
        assert instant.astimezone(read).utcoffset() == expected.utcoffset(), instant
        instant += timedelta(hours=6)


@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(min_value=-180, max_value=180),
    change=st.sampled_from(["2026-03-29T01:00", "2026-10-25T01:00", "2027-03-28T01:00"]),
)
def test_around_the_changes_every_minute_is_right(zone, minutes, change):
    _, read = read_again(zone, 2026, 2027)
    instant = datetime.fromisoformat(change).replace(tzinfo=UTC) + timedelta(minutes=minutes)
    expected = instant.astimezone(ZoneInfo(zone))
    assert instant.astimezone(read).utcoffset() == expected.utcoffset()


def test_the_onset_is_the_wall_time_before_the_change():
    text, _ = read_again("Europe/Berlin", 2026, 2026)
    assert "DTSTART:20250330T020000" in text, "at two o'clock it becomes three"
    assert "DTSTART:20251026T030000" in text, "at three o'clock it becomes two"


def test_changes_that_come_every_year_are_a_rule():
    text, _ = read_again("Europe/Berlin", 2026, 2026)
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in text
    assert "RDATE" not in text


def test_a_zone_without_changes_still_says_its_offset():
    text, _ = read_again("Asia/Kolkata", 2026, 2026)
    assert text.count("BEGIN:STANDARD") == 1
    assert "TZOFFSETTO:+0530" in text


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("year", [1, 2, 9998, 9999])
def test_no_year_that_somebody_can_type_is_too_far_away(zone, year):
    assert zone_component(zone, year, year).to_ical().startswith(b"BEGIN:VTIMEZONE")
