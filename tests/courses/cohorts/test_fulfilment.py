"""Whether attended minutes keep the course's rule, in exact integers."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.fulfilment import (
    AttendanceStatus,
    SessionRecord,
    compute_fulfilment,
    minutes_attended,
)

PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE
EXCUSED, ABSENT = AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT
MINUTES = st.integers(min_value=1, max_value=600)
STATUSES = st.sampled_from(AttendanceStatus)
PERCENTS = st.integers(min_value=1, max_value=100)
RECORDS = st.lists(
    st.builds(
        SessionRecord,
        minutes=MINUTES,
        status=st.none() | STATUSES,
        entered=st.none() | MINUTES,
        required=st.booleans(),
        number=st.integers(min_value=1, max_value=20),
    ),
    min_size=1,
    max_size=12,
)
QUIZZES = st.integers(min_value=0, max_value=3)


@given(RECORDS, PERCENTS)
def test_the_share_is_the_exact_share_of_minutes(records, percent):
    result = compute_fulfilment(records, percent)
    share = Fraction(result.attended_minutes, result.total_minutes)
    assert result.share_kept == (share >= Fraction(percent, 100))


@given(RECORDS, PERCENTS)
def test_every_figure_on_screen_tells_the_same_as_the_decision(records, percent):
    result = compute_fulfilment(records, percent)
    assert result.share_kept == (result.attended_minutes >= result.required_minutes)
    assert result.share_kept == (result.percent >= percent)
    assert 0 < result.required_minutes <= result.total_minutes
    assert 0 <= result.attended_minutes <= result.total_minutes


@given(RECORDS, PERCENTS)
def test_one_minute_less_than_required_would_break_the_rule(records, percent):
    result = compute_fulfilment(records, percent)
    assert (result.required_minutes - 1) * 100 < percent * result.total_minutes


@given(RECORDS, PERCENTS, QUIZZES)
def test_the_rule_is_the_share_and_required_sessions_and_quizzes(records, percent, quizzes):
    result = compute_fulfilment(records, percent, quizzes)
    was_there = all(record.attended for record in records if record.required)
    assert result.fulfilled == (result.share_kept and was_there and not quizzes)


@given(RECORDS, PERCENTS, st.randoms())
def test_the_order_of_sessions_does_not_matter(records, percent, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    assert compute_fulfilment(shuffled, percent) == compute_fulfilment(records, percent)


@given(RECORDS, PERCENTS, QUIZZES)
def test_being_there_never_does_harm(records, percent, quizzes):
    before = compute_fulfilment(records, percent, quizzes)
    there = [replace(records[0], status=PRESENT, entered=None), *records[1:]]
    after = compute_fulfilment(there, percent, quizzes)
    assert after.attended_minutes >= before.attended_minutes
    assert after.fulfilled >= before.fulfilled


@given(RECORDS)
def test_who_was_always_there_fulfils_every_rule(records):
    there = [replace(record, status=PRESENT, entered=None) for record in records]
    result = compute_fulfilment(there, 100)
    assert result.complete
    assert result.percent == 100


@given(STATUSES, MINUTES, st.none() | MINUTES)
def test_who_was_there_has_minutes_and_nobody_else(status, length, entered):
    counted = minutes_attended(status, length, entered)
    assert (counted > 0) == (status in {PRESENT, LATE})
    assert counted <= length
    if status is LATE and entered is None and length > 1:
        assert counted < length


@pytest.mark.parametrize(
    ("status", "length", "entered", "counted"),
    [
        (PRESENT, 180, None, 180),
        (PRESENT, 180, 40, 40),
        (LATE, 180, None, 165),
        (LATE, 180, 170, 170),
        (LATE, 10, None, 1),
        (EXCUSED, 180, None, 0),
        (ABSENT, 180, None, 0),
    ],
)
def test_what_counts_as_attended(status, length, entered, counted):
    assert minutes_attended(status, length, entered) == counted


def test_four_of_five_equal_sessions_are_exactly_eighty_per_cent():
    records = [SessionRecord(60, PRESENT)] * 4 + [SessionRecord(60, ABSENT)]
    result = compute_fulfilment(records, 80)
    assert (result.attended_minutes, result.required_minutes) == (240, 240)
    assert result.complete


def test_the_rule_can_be_kept_while_a_session_is_still_open():
    result = compute_fulfilment([SessionRecord(300, PRESENT), SessionRecord(60)], 80)
    assert result.fulfilled
    assert (result.recorded_sessions, result.sessions) == (1, 2)
    assert not result.complete


def test_a_required_session_is_missed_by_who_was_excused_and_awaited_by_who_is_not_recorded():
    records = [
        SessionRecord(600, PRESENT, number=1),
        SessionRecord(10, EXCUSED, required=True, number=2),
        SessionRecord(10, required=True, number=3),
        SessionRecord(10, LATE, required=True, number=4),
    ]
    result = compute_fulfilment(records, 80)
    assert (result.missed, result.awaited, result.excused_sessions) == ((2,), (3,), 1)
    assert result.share_kept
    assert not result.fulfilled


def test_without_sessions_nothing_is_fulfilled():
    result = compute_fulfilment([], 1)
    assert not result.fulfilled
    assert not result.complete
    assert result.percent == 0


@pytest.mark.parametrize("percent", [0, 101, -5])
def test_a_share_that_cannot_be_is_refused(percent):
    with pytest.raises(ValueError, match="attendance_percent"):
        compute_fulfilment([], percent)


@pytest.mark.parametrize("record", [SessionRecord(0, PRESENT), SessionRecord(60, LATE, entered=0)])
def test_no_time_is_too_little(record):
    with pytest.raises(ValueError, match="at least a minute"):
        compute_fulfilment([record], 80)
