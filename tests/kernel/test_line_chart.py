"""Where the line chart puts its values."""

from datetime import timedelta

import pytest

from app.kernel.line_chart import Measured, line_chart
from tests.house.clock import START

DAY = timedelta(days=1)


def chart(*values, **scale):
    measured = [Measured(START + place * DAY, value, str(place)) for place, value in values]
    return line_chart(measured, **({"lowest": 1, "highest": 5} | scale))


def test_values_stand_by_time_and_height():
    drawn = chart((10, 5), (0, 1), (4, 3))
    assert [point.measured.label for point in drawn.points] == ["0", "4", "10"]
    assert [point.x for point in drawn.points] == ["8%", "42.4%", "94%"]
    low, middle, high = (point.y for point in drawn.points)
    assert low - middle == middle - high > 0
    assert {low, middle, high} <= {line.y for line in drawn.grid}
    assert [line.value for line in drawn.grid] == [1, 2, 3, 4, 5]


def test_neighbours_are_joined_and_the_ends_are_labelled():
    drawn = chart((0, 1), (1, 2), (2, 3))
    assert [(a.x, b.x) for a, b in drawn.segments] == [("8%", "51%"), ("51%", "94%")]
    assert [(p.labelled, p.anchor) for p in drawn.points] == [
        (True, "start"),
        (False, "middle"),
        (True, "end"),
    ]


def test_one_moment_or_none_can_be_drawn():
    assert chart((0, 2)).points[0].x == "51%"
    assert len({point.x for point in chart((0, 2), (0, 3)).points}) == 2
    assert chart().points == ()


@pytest.mark.parametrize("value", [0.9, 5.1])
def test_a_value_off_the_scale_is_refused(value):
    with pytest.raises(ValueError, match="outside the scale from 1 to 5"):
        chart((0, value))
