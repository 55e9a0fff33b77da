"""Whether attended minutes keep the course's rule, in exact integers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.fulfilment import SessionRecord, compute_fulfilment

PERCENTS = st.integers(min_value=1, max_value=100)
RECORDS = st.lists(
    st.builds(
        SessionRecord,
        minutes=st.integers(min_value=1, max_value=600),
        present=st.sampled_from([True, False, None]),
    ),
    min_size=1,
    max_size=12,
)


@given(RECORDS, PERCENTS)
def test_the_rule_is_the_exact_share_of_minutes(records, percent):
    result = compute_fulfilment(records, percent)
    share = Fraction(result.attended_minutes, result.total_minutes)
    assert result.fulfilled == (share >= Fraction(percent, 100))


@given(RECORDS, PERCENTS)
def test_every_figure_on_screen_tells_the_same_as_the_decision(records, percent):
    result = compute_fulfilment(records, percent)
    assert result.fulfilled == (result.attended_minutes >= result.required_minutes)
    assert result.fulfilled == (result.percent >= percent)
    assert 0 < result.required_minutes <= result.total_minutes


@given(RECORDS, PERCENTS)
def test_one_minute_less_than_required_would_break_the_rule(records, percent):
    result = compute_fulfilment(records, percent)
    assert (result.required_minutes - 1) * 100 < percent * result.total_minutes


@given(RECORDS, PERCENTS, st.randoms())
def test_the_order_of_sessions_does_not_matter(records, percent, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    assert compute_fulfilment(shuffled, percent) == compute_fulfilment(records, percent)


@given(RECORDS, PERCENTS)
def test_being_there_never_does_harm(records, percent):
    before = compute_fulfilment(records, percent)
    there = [SessionRecord(records[0].minutes, True), *records[1:]]
    after = compute_fulfilment(there, percent)
    assert after.attended_minutes >= before.attended_minutes
    assert after.fulfilled >= before.fulfilled


@given(RECORDS)
def test_who_was_always_there_fulfils_every_rule(records):
    there = [SessionRecord(record.minutes, True) for record in records]
    result = compute_fulfilment(there, 100)
    assert result.complete
    assert result.percent == 100


def test_four_of_five_equal_sessions_are_exactly_eighty_per_cent():
    records = [SessionRecord(60, True)] * 4 + [SessionRecord(60, False)]
    result = compute_fulfilment(records, 80)
    assert (result.attended_minutes, result.required_minutes) == (240, 240)
    assert result.complete


def test_the_rule_can_be_kept_while_a_session_is_still_open():
    result = compute_fulfilment([SessionRecord(300, True), SessionRecord(60, None)], 80)
    assert result.fulfilled
    assert (result.recorded_sessions, result.sessions) == (1, 2)
    assert not result.complete


def test_without_sessions_nothing_is_fulfilled():
    result = compute_fulfilment([], 1)
    assert not result.fulfilled
    assert not result.complete
    assert result.percent == 0


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_a_share_that_cannot_be_is_refused(percent):
    with pytest.raises(ValueError, match="attendance_percent"):
        compute_fulfilment([], percent)


def test_a_session_without_length_is_refused():
    with pytest.raises(ValueError, match="at least a minute"):
        compute_fulfilment([SessionRecord(0, True)], 80)
