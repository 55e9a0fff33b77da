"""Busy times by day: nothing lost, nothing added, on whatever day clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduling.busy_calendars.busy_days import BusySpan, busy_days

BERLIN = ZoneInfo("Europe/Berlin")
#: Clocks change in March and October of it.
YEAR = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def shown(start: str, end: str) -> dict[date, list[BusySpan]]:
    times = [(datetime.fromisoformat(start), datetime.fromisoformat(end), True)]
    return busy_days(times, zone=BERLIN)


def test_a_time_that_passes_midnight_stands_under_both_days():
    assert shown("2026-11-24T22:00Z", "2026-11-25T00:30Z") == {
        date(2026, 11, 24): [BusySpan("23:00", "24:00", True)],
        date(2026, 11, 25): [BusySpan("00:00", "01:30", True)],
    }


def test_whole_days_are_whole_also_when_clocks_change():
    days = shown("2026-10-23T22:00Z", "2026-10-26T23:00Z")
    assert [span.whole_day for spans in days.values() for span in spans] == [True] * 3
    assert list(days) == [date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)]


@given(YEAR, st.integers(1, 4 * 24 * 60))
def test_days_follow_each_other_without_gaps(start, minutes):
    end = start + timedelta(minutes=minutes)
    days = busy_days([(start, end, True)], zone=BERLIN)
    spans = [span for [span] in days.values()]
    assert spans[0].start == f"{start.astimezone(BERLIN):%H:%M}"
    assert spans[-1].end in {f"{end.astimezone(BERLIN):%H:%M}", "24:00"}
    assert all(span.end == "24:00" for span in spans[:-1])
    assert all(span.start == "00:00" for span in spans[1:])
    whole = [min(days) + timedelta(days=number) for number in range(len(days))]
    assert list(days) == whole
