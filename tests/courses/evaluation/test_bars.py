"""Bars are as long as each other and parted by how many chose what."""

from courses.evaluation.bars import Segment, bar_chart


def test_segments_fill_the_bar_and_points_nobody_chose_have_none():
    chart = bar_chart([("Nutzen", (1, 0, 3, 0, 4)), ("Ruhe", (0, 0, 0, 0, 7))])
    first, second = chart.bars
    assert first.segments == (
        Segment(1, "0%", "12.5%"),
        Segment(3, "12.5%", "37.5%"),
        Segment(5, "50%", "50%"),
    )
    assert second.segments == (Segment(5, "0%", "100%"),)
    assert first.y + chart.bar_height < second.label_lines[0].y < second.y < chart.height
    assert chart.points == 5


def test_long_labels_take_more_lines_and_no_rows_take_no_place():
    [bar] = bar_chart([("Wie sicher haben Sie sich in der Gruppe gefühlt?", (1, 1))]).bars
    assert len(bar.label_lines) == 2
    assert bar_chart([]).height == 0
