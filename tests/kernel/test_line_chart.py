"""Where the line chart puts its values, bands and uncertainties."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.line_chart import PLOT_HEIGHT, TOP, Band, Measured, line_chart
from tests.house.clock import START

DAY = timedelta(days=1)

numbers = st.floats(-1000, 1000, allow_nan=False).map(lambda number: round(number, 3))


def chart(*values, uncertainty=None, **scale):
    measured = [
        Measured(START + place * DAY, value, str(place), uncertainty) for place, value in values
    ]
    return line_chart(measured, **({"lowest": 1, "highest": 5} | scale))


def across(place):
    return float(place.removesuffix("%"))


def test_values_stand_by_time_and_height():
    drawn = chart((10, 5), (0, 1), (4, 3))
    assert [point.measured.label for point in drawn.points] == ["0", "4", "10"]
    assert [point.x for point in drawn.points] == ["8%", "42.4%", "94%"]
    low, middle, high = (point.y for point in drawn.points)
    assert low - middle == middle - high > 0
    assert {low, middle, high} <= {line.y for line in drawn.grid}
    assert [line.value for line in drawn.grid] == [1, 2, 3, 4, 5]


def test_neighbours_are_joined_and_the_ends_are_named():
    drawn = chart((0, 1), (1, 2), (2, 3))
    assert [(a.x, b.x) for a, b in drawn.segments] == [("8%", "51%"), ("51%", "94%")]
    assert [(label.text, label.anchor) for label in drawn.axis] == [("0", "start"), ("2", "end")]


def test_one_moment_or_none_can_be_drawn():
    assert chart((0, 2)).points[0].x == "51%"
    twice = chart((0, 2), (0, 3))
    assert len({point.x for point in twice.points}) == 2
    assert [(label.text, label.anchor) for label in twice.axis] == [("0", "middle")]
    assert (chart().points, chart().axis) == ((), ())


def test_nearly_the_same_time_is_kept_apart_at_either_end():
    drawn = chart((0, 1), (0, 2), (1000, 3), (1000, 4))
    assert [point.x for point in drawn.points] == ["8%", "13.5%", "88.5%", "94%"]


@pytest.mark.parametrize("value", [0.9, 5.1])
def test_a_value_off_the_scale_is_refused(value):
    with pytest.raises(ValueError, match="outside the scale from 1 to 5"):
        chart((0, value))


def test_error_bars_end_where_the_scale_does():
    unknown, wide = chart((0, 4)).points[0], chart((0, 4), uncertainty=2).points[0]
    assert (unknown.bar_top, unknown.bar_bottom) == (None, None)
    assert (wide.bar_top, wide.bar_bottom) == (TOP, TOP + PLOT_HEIGHT * 3 // 4)


def test_bands_fill_the_scale_and_what_lies_outside_is_left_out():
    bands = [Band("A", -3), Band("B", 0), Band("C", 50), Band("D", 100), Band("E")]
    areas = chart(lowest=0, highest=100, bands=bands).areas
    assert [(area.letter, area.top, area.bottom) for area in areas] == [
        ("C", TOP + PLOT_HEIGHT // 2, TOP + PLOT_HEIGHT),
        ("D", TOP, TOP + PLOT_HEIGHT // 2),
    ]
    assert [area.shaded for area in areas] == [True, False]


@pytest.mark.parametrize(
    ("lowest", "highest", "ticks"),
    [
        (0, 3, [0, 1, 2, 3]),
        (0, 10, list(range(11))),
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (6, 30, [6, 10, 15, 20, 25, 30]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-10, -2, list(range(-10, -1))),
        (-25, 0, [-25, -20, -15, -10, -5, 0]),
    ],
)
def test_the_lines_of_a_scale_are_round_numbers_and_its_ends(lowest, highest, ticks):
    assert [line.value for line in chart(lowest=lowest, highest=highest).grid] == ticks


def test_long_numbers_have_more_room():
    narrow, wide = chart((0, 2)), chart((0, 2), lowest=0, highest=100)
    assert across(narrow.start_x) < across(wide.start_x)
    assert chart(written=lambda value: f"{value} von 5").start_x == "16%"


@given(
    ends=st.lists(numbers, min_size=2, max_size=2, unique=True).map(sorted),
    weeks=st.lists(st.integers(0, 200), min_size=1, max_size=40),
    shares=st.lists(st.floats(0, 1), min_size=40, max_size=40),
    uncertainty=st.floats(0, 500) | st.none(),
    edges=st.lists(numbers, max_size=5, unique=True).map(sorted),
)
def test_whatever_the_scale_all_is_inside_and_in_order(ends, weeks, shares, uncertainty, edges):
    lowest, highest = ends
    values = [min(lowest + share * (highest - lowest), highest) for share in shares]
    bands = [Band(str(number), edge) for number, edge in enumerate(edges)]
    drawn = chart(
        *((7 * week, value) for week, value in zip(weeks, values, strict=False)),
        lowest=lowest,
        highest=highest,
        uncertainty=uncertainty,
        bands=[*bands, Band("last")],
    )
    places = [across(point.x) for point in drawn.points]
    start, end = across(drawn.start_x), across(drawn.end_x)
    room = min(5.5, (end - start) / max(1, len(places) - 1))
    assert all(later - earlier > room - 0.02 for earlier, later in pairwise(places))
    assert all(start <= place <= end for place in places)
    inside = range(TOP, TOP + PLOT_HEIGHT + 1)
    for point in drawn.points:
        assert point.y in inside
        if uncertainty is not None:
            assert TOP <= point.bar_top <= point.y <= point.bar_bottom <= TOP + PLOT_HEIGHT
    assert sum(area.height for area in drawn.areas) == PLOT_HEIGHT
    letters = [area.letter_y for area in drawn.areas]
    assert all(lower - upper >= 17 for lower, upper in pairwise(letters))
    heights = [line.y for line in drawn.grid]
    assert heights[0] == TOP + PLOT_HEIGHT
    assert heights[-1] == TOP
    assert heights == sorted(heights, reverse=True)
    assert len(heights) <= 12
