"""When a cohort is asked follows from its sessions alone, by the clock on the programme's wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from courses.cohort_waves.occasions import (
    OPEN_FOR,
    REMIND_BEFORE,
    Occasion,
    reminds_at,
    window_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from([BERLIN, ZoneInfo("America/Santiago"), ZoneInfo("Australia/Lord_Howe")])
INSTANTS = st.datetimes(
    datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis wants them naive
    datetime(2034, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
RUNS = st.tuples(INSTANTS, st.timedeltas(timedelta(minutes=30), timedelta(days=300)))


def windows(starts_at, ends_at, zone=BERLIN):
    return [window_of(occasion, starts_at, ends_at, zone) for occasion in Occasion]


@given(RUNS, ZONES)
def test_each_is_over_before_the_next_can_begin(run, zone):
    starts_at, ends_at = run[0], run[0] + run[1]
    before, after, later = windows(starts_at, ends_at, zone)
    assert before.closes_on == starts_at.astimezone(zone).date() - timedelta(days=1)
    assert before.opens_at < starts_at < ends_at == after.opens_at
    assert before.is_over(starts_at, zone), "who answers before has seen nothing of the course"
    assert after.is_over(later.opens_at, zone)


@given(RUNS, ZONES)
def test_all_are_open_for_two_weeks_and_begin_in_the_morning(run, zone):
    starts_at, ends_at = run[0], run[0] + run[1]
    for occasion, window in zip(Occasion, windows(starts_at, ends_at, zone), strict=True):
        opened = window.opens_at.astimezone(zone)
        days = window.closes_on - opened.date()
        assert days + (occasion is Occasion.BEFORE) * timedelta(days=1) == OPEN_FOR
        if occasion is not Occasion.AFTER:
            assert opened.time() == time(8)
        assert window.is_due(window.opens_at, zone)
        assert not window.is_due(window.opens_at - timedelta(seconds=1), zone)
        midnight = datetime.combine(window.closes_on + timedelta(days=1), time.min, zone)
        assert not window.is_due(midnight.astimezone(UTC), zone)


@given(INSTANTS, ZONES)
def test_three_months_later_is_the_same_day_of_the_month_or_its_last(ends_at, zone):
    last_day = ends_at.astimezone(zone).date()
    later = window_of(Occasion.LATER, ends_at - timedelta(hours=3), ends_at, zone)
    day = later.opens_at.astimezone(zone).date()
    assert (day.year * 12 + day.month) - (last_day.year * 12 + last_day.month) == 3
    assert day.day == last_day.day or (day + timedelta(days=1)).day == 1 <= day.day < last_day.day


@given(INSTANTS, st.integers(0, 14), ZONES)
def test_a_reminder_comes_three_days_before_the_end_and_after_the_invitation(opened, days, zone):
    closes_on = opened.astimezone(zone).date() + timedelta(days=days)
    instant = reminds_at(opened, closes_on, zone)
    assume(instant is not None)
    assert instant - opened >= REMIND_BEFORE
    assert instant.astimezone(zone) == datetime.combine(closes_on - REMIND_BEFORE, time(8), zone)


def test_who_is_asked_late_is_not_reminded():
    closes_on = date(2026, 12, 10)
    early, late = (datetime(2026, 12, day, 6, tzinfo=UTC) for day in (4, 5))
    assert reminds_at(early, closes_on, BERLIN) == datetime(2026, 12, 7, 7, tzinfo=UTC)
    assert reminds_at(late, closes_on, BERLIN) is None


def test_when_clocks_change_the_morning_stays_the_morning():
    # Clocks go forward on 28 March 2027 and back on 31 October.
    starts_at, ends_at = (datetime(2027, 3, day, 8, tzinfo=UTC) for day in (31, 31))
    before, _after, later = windows(starts_at, ends_at + timedelta(hours=3))
    assert before.opens_at == datetime(2027, 3, 17, 7, tzinfo=UTC)
    assert later.opens_at == datetime(2027, 6, 30, 6, tzinfo=UTC)
    autumn = datetime(2027, 8, 2, 6, tzinfo=UTC)
    assert windows(autumn, autumn)[2].opens_at == datetime(2027, 11, 2, 7, tzinfo=UTC)


def test_the_day_is_that_of_the_programme_not_of_greenwich():
    late = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    before, after, _later = windows(late, late + timedelta(hours=1))
    assert before.closes_on == date(2026, 12, 1)
    assert after.closes_on == date(2026, 12, 16)
