"""When steps are due: hours to the minute, days to midnight, one after the other if they say so."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from exchange.procedures.cases.timetable import LEAD, timetable
from exchange.procedures.writing.document import steps_of
from tests.exchange.procedures.factories import make_step

BERLIN = ZoneInfo("Europe/Berlin")
#: The clocks go back in the night of the next day.
BEFORE_THE_CHANGE = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)


def due(*rows, started_at=BEFORE_THE_CHANGE, done_at=None):
    steps = steps_of({"steps": list(rows)})
    return timetable(steps, started_at=started_at, done_at=done_at or {}, zone=BERLIN)


def test_hours_are_hours_and_days_end_at_midnight_also_when_the_clocks_change():
    found = due(make_step(amount=24), make_step(amount=1, unit="days"))
    assert found[1].at == BEFORE_THE_CHANGE + timedelta(hours=24)
    assert found[2].at == datetime(2026, 10, 25, 22, 59, tzinfo=UTC), "23:59 by the wall clock"


def test_what_follows_a_step_has_no_deadline_until_that_is_done():
    rows = make_step(amount=1), make_step(amount=2, counts_from="previous")
    assert set(due(*rows)) == {1}
    done = BEFORE_THE_CHANGE + timedelta(hours=5)
    assert due(*rows, done_at={1: done})[2].at == done + timedelta(hours=2)


def test_what_would_follow_nothing_counts_from_the_start():
    assert set(due(make_step(amount=1, counts_from="previous"))) == {1}


def test_long_deadlines_are_announced_a_day_before_and_short_ones_are_not():
    found = due(make_step(amount=4), make_step(amount=72))
    assert found[1].remind_at == found[1].at
    assert found[2].remind_at == found[2].at - LEAD


@given(
    st.integers(0, 5000).map(lambda hours: BEFORE_THE_CHANGE + timedelta(hours=hours)),
    st.integers(1, 366),
    st.sampled_from(["hours", "days"]),
)
def test_a_deadline_is_never_over_when_it_begins(started_at, amount, unit):
    found = due(make_step(amount=amount, unit=unit), started_at=started_at)[1]
    assert started_at < found.remind_at <= found.at
