"""The level chart: every row has its place, on a phone as on a wide screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.charts import LABEL_CHARACTERS, LevelRow, level_chart, wrap_label

levels = st.none() | st.integers(0, 4)
rows = st.lists(st.builds(LevelRow, st.text(max_size=120), levels, levels, levels))


def test_levels_are_placed_in_even_steps_with_a_margin():
    chart = level_chart([LevelRow("Recht", 0, 2), LevelRow("Schutz", 1, 4)])
    assert [tick.x for tick in chart.ticks] == ["5%", "27.5%", "50%", "72.5%", "95%"]
    assert [(row.current_x, row.target_x) for row in chart.rows] == [
        ("5%", "50%"),
        ("27.5%", "95%"),
    ]


def test_the_table_gets_the_numbers_the_picture_was_drawn_from():
    given_rows = (LevelRow("Recht", 1, 3), LevelRow("Schutz", None, 2))
    assert level_chart(given_rows).values == given_rows


@pytest.mark.parametrize(
    ("current", "target", "gap", "reached"),
    [(1, 3, 2, False), (3, 3, 0, True), (4, 2, 0, True), (None, 3, 0, False), (2, None, 0, False)],
)
def test_a_gap_is_what_is_missing_to_the_target(current, target, gap, reached):
    row = LevelRow("Recht", current, target)
    assert (row.gap, row.reached) == (gap, reached)


@pytest.mark.parametrize(
    ("current", "provisional", "target", "gap", "reached", "seems_reached"),
    [
        (1, 2, 3, 1, False, False),
        (1, 3, 3, 0, False, True),
        (0, 4, 2, 0, False, True),
        (3, 4, 3, 0, True, False),
        (None, 2, 2, 0, False, True),
        (None, 2, None, 0, False, False),
    ],
)
def test_what_is_provisional_closes_a_gap_and_reaches_nothing_for_certain(
    current, provisional, target, gap, reached, seems_reached
):
    row = LevelRow("Recht", current, target, provisional)
    assert (row.gap, row.reached, row.seems_reached) == (gap, reached, seems_reached)


def test_a_provisional_level_has_a_place_of_its_own():
    chart = level_chart([LevelRow("a", 1, 3, 2), LevelRow("b", 1, 3, 3), LevelRow("c", 1, 3)])
    assert [row.provisional_x for row in chart.rows] == ["50%", "72.5%", None]
    assert [row.seems_together for row in chart.rows] == [False, True, False]
    assert chart.tells_provisional
    assert not level_chart([LevelRow("c", 1, 3)]).tells_provisional


def test_one_marker_stands_for_both_where_they_meet():
    together, apart, alone = level_chart(
        [LevelRow("a", 2, 2), LevelRow("b", 2, 3), LevelRow("c", None, None)]
    ).rows
    assert together.together
    assert not apart.together
    assert not alone.together


def test_a_level_outside_the_scale_is_refused():
    with pytest.raises(ValueError, match="level 5 is outside the scale from 0 to 4"):
        level_chart([LevelRow("Recht", 5, 3)])


def test_a_chart_without_rows_is_only_an_axis():
    chart = level_chart([])
    assert chart.rows == ()
    assert chart.height > chart.axis_y


@given(rows)
def test_rows_never_overlap_and_all_lie_inside(rows):
    chart = level_chart(rows)
    edge = chart.axis_y
    for row in chart.rows:
        assert [line.y for line in row.label_lines] == sorted(line.y for line in row.label_lines)
        assert edge < row.label_lines[0].y
        assert row.label_lines[-1].y < row.track_y < chart.height
        edge = row.track_y


@given(st.text(max_size=200))
def test_no_line_of_a_label_is_wider_than_a_phone(label):
    assert all(len(line) <= LABEL_CHARACTERS for line in wrap_label(label))
