"""Free slots are those that a walk through all instants finds, in any zone and at any change."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.scheduling.slot_questions import offer, question, rule, slots
from tests.scheduling.slots_oracle import slots_by_walking

# Nearly all of the time goes into walking, and other tests run the same lines.
pytestmark = pytest.mark.no_cover

# A zone, an instant at which its clock does something, and the steps in seconds that meet every
# minute of the clock before and after.
CHANGES = {
    "Europe/Berlin spring": ("Europe/Berlin", "2026-03-29T01:00:00Z", 60),
    "Europe/Berlin autumn": ("Europe/Berlin", "2026-10-25T01:00:00Z", 60),
    "double summer time": ("Europe/Berlin", "1945-05-24T00:00:00Z", 60),
    "half an hour, autumn": ("Australia/Lord_Howe", "2026-04-04T15:00:00Z", 60),
    "half an hour, spring": ("Australia/Lord_Howe", "2026-10-03T15:30:00Z", 60),
    "two hours": ("Antarctica/Troll", "2026-03-29T01:00:00Z", 60),
    "a Friday left out": ("Pacific/Apia", "2011-12-30T10:00:00Z", 60),
    "a Saturday left out": ("Pacific/Kwajalein", "1993-08-21T12:00:00Z", 60),
    "a Sunday left out": ("Pacific/Kiritimati", "1994-12-31T10:40:00Z", 60),
    "winter time is the exception": ("Europe/Dublin", "2026-10-25T01:00:00Z", 60),
    "midnight left out": ("America/Sao_Paulo", "2018-11-04T03:00:00Z", 60),
    "the last hour twice": ("America/Sao_Paulo", "2019-02-17T02:00:00Z", 60),
    "midnight left out in Beirut": ("Asia/Beirut", "2026-03-28T22:00:00Z", 60),
    "midnight left out in Cairo": ("Africa/Cairo", "2026-04-23T22:00:00Z", 60),
    "the last hour twice in Cairo": ("Africa/Cairo", "2026-10-29T21:00:00Z", 60),
    "fasting in Casablanca": ("Africa/Casablanca", "2026-02-15T02:00:00Z", 60),
    "after the fast": ("Africa/Casablanca", "2026-03-22T02:00:00Z", 60),
    "back across midnight": ("America/St_Johns", "2006-10-29T02:31:00Z", 60),
    "a Monday without midnight": ("Asia/Damascus", "2002-03-31T22:00:00Z", 60),
    "a Monday that begins at three": ("America/Danmarkshavn", "1996-01-01T03:00:00Z", 60),
    "midnight between Sunday and Monday again": ("Asia/Amman", "1976-10-31T21:00:00Z", 60),
    "a quarter of an hour": ("Asia/Kathmandu", "1985-12-31T18:30:00Z", 60),
    "seconds, left behind": ("Europe/Berlin", "1893-03-31T23:06:32Z", 4),
    "seconds, for long": ("Europe/Amsterdam", "1937-06-30T22:40:28Z", 4),
    "the same Monday twice": ("Pacific/Apia", "1892-07-04T11:26:56Z", 60),
    "the same Friday twice": ("America/Juneau", "1867-10-19T00:31:13Z", 4),
}
DAY = timedelta(days=1)

clock = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 1, 15, 30, 45, 59)))
windows = st.tuples(clock, clock | st.just("24:00")).map(sorted).filter(lambda w: w[0] < w[1])
# Whole days often, so that work goes on across midnight, weeks and changes.
whole_days = st.just(["00:00", "24:00"])
evenings = clock.map(lambda start: [start, "24:00"])
mornings = clock.filter(lambda end: end != "00:00").map(lambda end: ["00:00", end])
any_window = whole_days | windows | evenings | mornings
all_week = st.lists(any_window, min_size=7, max_size=7).map(
    lambda week: [rule(weekday, *window) for weekday, window in enumerate(week)]
)
few_minutes = st.integers(0, 600).map(lambda number: timedelta(minutes=number))
minutes = st.integers(0, 2 * 24 * 60).map(lambda number: timedelta(minutes=number))


def written(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@st.composite
def questions(draw: st.DrawFn, zone: str, change: str) -> dict[str, Any]:
    """A question about the days before and after `change`, with an answer more often than not."""
    centre = datetime.fromisoformat(change)
    dates = st.integers(-4, 4).map(lambda days: (centre + days * DAY).date())
    # Small numbers come up most; let them mean much time to find slots in.
    begin, end = centre - 2 * DAY + draw(minutes), centre + 2 * DAY - draw(minutes)
    return question(
        timezone=zone,
        rules=draw(all_week | st.lists(rules(dates), min_size=4, max_size=9)),
        overrides=[
            {"date": day.isoformat(), "windows": chosen}
            for day, chosen in draw(
                st.dictionaries(dates, st.lists(any_window, max_size=3), max_size=3)
            ).items()
        ],
        busy=[
            [written(begin + after), written(begin + after + length)]
            for after, length in draw(st.lists(st.tuples(minutes, few_minutes), max_size=3))
        ],
        booked_per_day={
            day.isoformat(): count
            for day, count in draw(st.dictionaries(dates, st.integers(0, 3), max_size=4)).items()
        },
        offer=offer(
            duration_min=draw(st.sampled_from((30, 1, 45, 60, 90, 24 * 60, 36 * 60))),
            step_min=draw(st.sampled_from((30, 7, 15, 50, 60, 100, 25 * 60))),
            buffer_before_min=draw(st.sampled_from((0, 10, 120))),
            buffer_after_min=draw(st.sampled_from((0, 15, 120))),
            min_notice_min=draw(st.sampled_from((0, 0, 60, 1440))),
            max_per_day=draw(st.sampled_from((None, None, 3, 1, 0))),
            horizon_days=draw(st.sampled_from((60, 60, 7, 3))),
        ),
        now=written(begin - draw(st.sampled_from((2, 1, 5))) * DAY + draw(minutes)),
        **{"from": written(begin), "to": written(end)},
    )


def rules(dates: st.SearchStrategy[date]) -> st.SearchStrategy[dict[str, Any]]:
    """Rules that hold, or cease to hold, around these dates."""
    return st.builds(
        lambda weekday, window, since, until, weeks, anchor: rule(
            weekday,
            *window,
            **{"from": since and since.isoformat(), "until": until and until.isoformat()},
            every_weeks=weeks,
            anchor=anchor.isoformat(),
        ),
        st.integers(0, 6),
        any_window,
        st.none() | dates,
        st.none() | dates,
        st.sampled_from((1, 2, 3)),
        dates | dates.map(lambda day: day - 28 * DAY),
    )


@pytest.mark.parametrize("name", CHANGES)
def test_slots_are_those_that_a_walk_finds(name: str) -> None:
    zone, change, tick = CHANGES[name]

    @settings(
        max_examples=10 if tick == 60 else 4,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(questions(zone, change))
    def check(asked: dict[str, Any]) -> None:
        assert slots(**asked) == slots_by_walking(asked, tick)

    check()
