"""Which intervals of a calendar outside are own appointments, read back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.busy_calendars.mirroring import OwnTimes, Span
from scheduling.free_busy import merged
from tests.house.clock import START

MINUTE = timedelta(minutes=1)


def span(start: int, end: int) -> Span:
    return Span(START + start * MINUTE, START + end * MINUTE)


#: An hour with buffers of ten minutes, and another right after the first one's buffer.
OWN = OwnTimes([span(60, 120), span(50, 130), span(130, 160)])


@pytest.mark.parametrize(
    ("start", "end", "mirrored"),
    [
        (60, 120, True),  # as an invitation brings it
        (50, 130, True),  # as times with buffers are told
        (50, 160, True),  # two that touch are told as one
        (60, 130, False),  # no appointment and no buffer ends so
        (60, 160, False),  # something is in the gap from 120 to 130
        (60, 90, False),
        (70, 120, False),
        (40, 120, False),
        (60, 180, False),
        (160, 200, False),
    ],
)
def test_only_what_own_appointments_cover_exactly_is_a_mirror(start, end, mirrored):
    assert OWN.are_mirrored_by(span(start, end)) is mirrored


minutes = st.integers(0, 120)
spans = st.lists(
    st.tuples(minutes, st.integers(1, 40)).map(lambda pair: span(pair[0], pair[0] + pair[1])),
    max_size=6,
)


@given(own=spans, start=minutes, length=st.integers(1, 80))
def test_a_mirror_is_what_telling_the_appointments_in_it_as_one_gives(own, start, length):
    interval = span(start, start + length)
    within = [one for one in own if interval.contains(one)]
    told = merged(within, begin=interval.start, end=interval.end)
    assert OwnTimes(own).are_mirrored_by(interval) is (told == [interval])
