"""When check-in is open, and as what it counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.check_in.rules import Phase, phase_at, presence_at
from courses.cohorts.fulfilment import AttendanceStatus, minutes_attended

START = datetime(2026, 11, 26, 9, tzinfo=UTC)
END = START + timedelta(hours=3)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("after", "phase"),
    [
        (-30.02, Phase.EARLY),
        (-30, Phase.OPEN),
        (0, Phase.OPEN),
        (179.9, Phase.OPEN),
        (180, Phase.OVER),
    ],
)
def test_it_is_open_from_half_an_hour_before_until_the_end(after, phase):
    assert phase_at(START, END, START + after * MINUTE) is phase


@pytest.mark.parametrize(
    ("after", "presence"),
    [
        (-30, (AttendanceStatus.PRESENT, None)),
        (10, (AttendanceStatus.PRESENT, None)),
        (10.5, (AttendanceStatus.LATE, 170)),
        (60, (AttendanceStatus.LATE, 120)),
        (179.9, (AttendanceStatus.LATE, 1)),
    ],
)
def test_who_comes_after_ten_minutes_has_the_minutes_that_are_left(after, presence):
    assert presence_at(START, END, START + after * MINUTE) == presence


@given(st.integers(1, 600), st.data())
def test_what_is_written_can_always_be_kept(length, data):
    end = START + length * MINUTE
    seconds = data.draw(st.integers(-1800, length * 60 - 1))
    status, minutes = presence_at(START, end, START + timedelta(seconds=seconds))
    assert minutes is None or 1 <= minutes <= length
    assert minutes_attended(status, length, minutes) >= 1


@given(st.integers(12, 600), st.data())
def test_coming_later_never_counts_for_more(length, data):
    moments = st.lists(st.integers(0, length * 60 - 1), min_size=2, max_size=2)
    counted = []
    for seconds in sorted(data.draw(moments)):
        now = START + timedelta(seconds=seconds)
        status, minutes = presence_at(START, START + length * MINUTE, now)
        counted.append(minutes_attended(status, length, minutes))
    assert counted[0] >= counted[1]
