"""How sure a mean is, said from published numbers alone and never too precisely."""

import math

from hypothesis import given
from hypothesis import strategies as st

from assessments.waves.margins import (
    NORMAL_95,
    ROUNDING,
    coarse_spread,
    margin_of_change,
    margin_of_mean,
)
from assessments.waves.mean_chart import MeanRow, mean_chart

SCALE = (1.0, 5.0)


@given(st.floats(0.1, 2), st.integers(7, 1000), st.integers(0, 1000))
def test_a_margin_is_never_narrower_than_what_all_scores_would_give(spread, at_least, more):
    true = NORMAL_95 * spread / math.sqrt(at_least + more)
    assert margin_of_mean(3.0, spread, at_least, SCALE).half >= true + ROUNDING - 1e-9


def test_the_ends_stay_on_the_scale():
    margin = margin_of_mean(4.8, 0.8, 7, SCALE)
    assert (margin.half, margin.low, margin.high) == (0.7, 4.1, 5.0)


def test_where_the_spread_is_unknown_nothing_is_said_of_it():
    margin = margin_of_mean(3.4, None, 10, SCALE)
    assert (margin.half, margin.low, margin.high) == (None, None, None)
    assert not margin_of_change(2.0, None, 7, SCALE).is_certain


def test_a_change_is_certain_only_beyond_its_margin():
    small, large = (margin_of_change(change, 0.8, 7, SCALE) for change in (0.3, -1.0))
    assert small.half == large.half == 0.8
    assert (small.is_certain, large.is_certain) == (False, True)


def test_a_larger_k_means_that_more_people_are_behind_a_change():
    assert margin_of_change(0.3, 0.8, 20, SCALE).half < margin_of_change(0.3, 0.8, 7, SCALE).half


@given(st.floats(0.01, 2))
def test_a_measured_spread_is_published_coarsely_and_not_too_small(sd):
    coarse = coarse_spread(sd, SCALE)
    assert sd - 1e-6 <= coarse <= sd + 0.4
    assert round(coarse / 0.4, 6).is_integer()


def test_bars_begin_at_the_start_of_the_scale_and_end_at_the_mean():
    chart = mean_chart([MeanRow("Alle", 1.0), MeanRow("Team", 5.0, 4.5, 5.0)], SCALE)
    first, second = chart.rows
    assert (first.width, first.low_x) == ("0%", None)
    assert (second.width, second.end_x, second.high_x) == ("92%", "96%", "96%")
    assert [tick.value for tick in chart.ticks] == [1, 2, 3, 4, 5]
    assert chart.height > second.bar_y


def test_a_long_scale_has_few_ticks():
    assert [tick.value for tick in mean_chart([], (0, 100)).ticks] == [0, 20, 40, 60, 80, 100]
