"""Psychometrics from sums alone are those of the records themselves."""

import math
from fractions import Fraction
from statistics import StatisticsError, correlation, mean, stdev, variance
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.instruments.definition import Instrument
from assessments.instruments.item_chart import item_chart
from assessments.instruments.psychometrics import (
    ItemFigures,
    Moments,
    measured_reliability,
    moments_of,
    psychometrics_of,
    read_moments,
    rounded_down,
)
from assessments.instruments.scoring import range_of, score_answers, uncertainty_of
from tests.assessments.instruments.definitions import ANY_SOURCE, instrument, item, scale

KEYS = ("q1", "q2", "q3", "q4")


def four_items(lowest: int, highest: int, **score: Any) -> Instrument:
    """Four items, every other one reversed, and a score of three of them."""
    return instrument(
        scale=scale(lowest, highest),
        items=[item(key, reverse=place % 2 == 1) for place, key in enumerate(KEYS)],
        scores=[{"key": "total", "items": ["q3", "q1", "q2"], "method": "mean", **score}],
    )


@st.composite
def samples(draw: st.DrawFn) -> tuple[Instrument, list[dict[str, int]]]:
    """An instrument, and complete records of it."""
    lowest = draw(st.integers(-2, 1))
    highest = lowest + draw(st.integers(1, 6))
    other = {
        "method": draw(st.sampled_from(["mean", "sum"])),
        "factor": draw(st.sampled_from([1, 4, -2])),
    }
    answers = st.fixed_dictionaries(dict.fromkeys(KEYS, st.integers(lowest, highest)))
    return four_items(lowest, highest, **other), draw(st.lists(answers, min_size=2, max_size=12))


@settings(max_examples=60)
@given(samples())
def test_sums_tell_what_the_records_tell(sample: tuple[Instrument, list[dict[str, int]]]) -> None:
    of, records = sample
    (score,) = of.scores
    found = psychometrics_of(of, moments_of(of, records))["total"]
    points = {
        key: [
            of.scale.reverse(record[key]) if of.items_by_key[key].reverse else record[key]
            for record in records
        ]
        for key in score.items
    }
    values = [score_answers(of, record)["total"].value for record in records]

    assert found.n == len(records)
    assert_same(found.mean, mean(values) if len(set(values)) > 1 else None)
    assert_same(found.sd, math.sqrt(variance(values)) if len(set(values)) > 1 else None)
    for figures in found.items:
        own = points[figures.key]
        rest = [
            sum(points[key][number] for key in score.items if key != figures.key)
            for number in range(len(records))
        ]
        constant = len(set(own)) == 1
        assert_same(figures.mean, None if constant else mean(own))
        assert_same(figures.sd, None if constant else stdev(own))
        assert_same(figures.item_total, directly(correlation, own, rest))
    total = variance(map(sum, zip(*points.values(), strict=True)))
    of_items = sum(Fraction(variance(map(Fraction, own))) for own in points.values())
    expected = Fraction(3, 2) * (1 - of_items / Fraction(total)) if total else None
    assert_same(found.alpha, expected)


def directly(function: Any, *arguments: Any) -> float | None:
    try:
        return float(function(*arguments))
    except StatisticsError:
        return None


def assert_same(found: Any, expected: Any) -> None:
    if expected is None:
        assert found is None
    else:
        assert float(found) == pytest.approx(float(expected), abs=1e-9)


@settings(max_examples=30)
@given(samples(), st.integers(0, 12))
def test_moments_of_several_waves_add_up(
    sample: tuple[Instrument, list[dict[str, int]]], cut: int
) -> None:
    of, records = sample

    added = moments_of(of, records[:cut]) + moments_of(of, records[cut:])

    assert added == moments_of(of, records)
    assert read_moments(added.n, added.as_document()) == added


def test_only_complete_records_count() -> None:
    of = four_items(1, 5)
    complete = dict.fromkeys(KEYS, 3)

    moments = moments_of(of, [complete, {"q1": 5, "q2": 5, "q3": 5}, {}, {**complete, "q4": 1}])

    assert moments.n == 2
    assert moments.sums == (6, 6, 6, 4)
    assert moments.products[3] == (12, 12, 12, 10)


def test_moments_of_different_items_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="different items"):
        moments_of(four_items(1, 5), []) + moments_of(instrument(), [])


def test_cronbachs_alpha_of_a_worked_example() -> None:
    """Variances 1, 1 and 7/3 of three items, 37/3 of their sum: 3/2 · (1 - 13/37) = 36/37."""
    of = instrument(
        items=[item(key) for key in ("q1", "q2", "q3")],
        scores=[{"key": "total", "items": ["q1", "q2", "q3"], "method": "sum"}],
    )
    rows = [(2, 3, 2), (3, 4, 3), (4, 5, 5)]
    records = [dict(zip(("q1", "q2", "q3"), row, strict=True)) for row in rows]

    found = psychometrics_of(of, moments_of(of, records))["total"]

    assert found.alpha == Fraction(36, 37)
    # 2, 3, 4 with 5, 7, 10: 5 / √(2 · 38/3)
    assert found.items[0].item_total == pytest.approx(0.99340, abs=1e-5)


@pytest.mark.parametrize("records", [[(3, 3)] * 30, [(1, 5)] * 30])
def test_where_all_answer_alike_nothing_is_computable_and_nothing_is_told(
    records: list[tuple[int, int]],
) -> None:
    of = instrument()
    answers = [dict(zip(("q1", "q2"), record, strict=True)) for record in records]

    found = psychometrics_of(of, moments_of(of, answers))["total"]

    assert (found.alpha, found.mean, found.sd) == (None, None, None)
    assert [(one.mean, one.sd, one.item_total) for one in found.items] == [(None, None, None)] * 2
    assert measured_reliability(found) is None


def test_the_alpha_of_a_single_item_is_not_computable() -> None:
    of = instrument(scores=[{"key": "total", "items": ["q1"], "method": "mean"}])

    found = psychometrics_of(of, moments_of(of, [{"q1": 1, "q2": 1}, {"q1": 2, "q2": 1}]))["total"]

    assert found.alpha is None
    assert found.items[0].item_total is None
    assert found.mean == 1.5


def sample_of(pairs: list[tuple[int, int]]) -> Moments:
    return moments_of(instrument(), [{"q1": one, "q2": 6 - two} for one, two in pairs])


def test_what_was_measured_serves_as_reliability() -> None:
    pairs = [(1, 1), (2, 3), (3, 2), (4, 4), (5, 5)] * 12
    found = psychometrics_of(instrument(), sample_of(pairs))["total"]

    measured = measured_reliability(found)

    assert measured.coefficient == found.alpha
    assert float(measured.sd) == found.sd
    assert measured.kind == "alpha"
    assert measured.source.endswith("n ≥ 50")


@pytest.mark.parametrize(
    "pairs", [[(1, 5), (2, 4), (4, 2), (5, 2)], [(1, 1), (2, 2), (5, 5)]], ids=["negative", "one"]
)
def test_an_alpha_that_is_of_no_use_serves_as_none(pairs: list[tuple[int, int]]) -> None:
    found = psychometrics_of(instrument(), sample_of(pairs * 10))["total"]

    assert found.alpha < 0 or found.alpha == 1
    assert measured_reliability(found) is None


@pytest.mark.parametrize(
    ("n", "said"), [(30, 30), (49, 30), (50, 50), (99, 50), (100, 100), (199, 100), (1999, 1000)]
)
def test_the_number_of_records_is_rounded_down(n: int, said: int) -> None:
    assert rounded_down(n) == said


def test_the_uncertainty_of_a_value() -> None:
    by_coefficient = {"coefficient": 0.75, "sd": 2, "kind": "alpha", "source": ANY_SOURCE}
    for reliability, expected in (
        (by_coefficient, 1.96),  # 1.96 · 2 · √(1 - 0.75)
        ({"mdc": 23.6, "source": ANY_SOURCE}, 23.6 / math.sqrt(2)),
    ):
        score = instrument(reliability={"total": reliability}).main_score
        assert float(uncertainty_of(score)) == pytest.approx(expected)
    assert uncertainty_of(instrument().main_score) is None


@pytest.mark.parametrize(
    ("score", "expected"),
    [({}, (1, 5)), ({"method": "sum", "factor": 4}, (12, 60)), ({"factor": -2}, (-10, -2))],
)
def test_the_range_of_a_score(score: dict[str, Any], expected: tuple[int, int]) -> None:
    of = four_items(1, 5, **score)

    assert range_of(of, of.main_score) == expected


def test_bars_of_the_chart_end_where_the_scale_does() -> None:
    chart = item_chart(
        [
            ("One", ItemFigures("q1", 3.0, 1.0, 0.5)),
            ("Two", ItemFigures("q2", 4.8, 1.0, 0.5)),
            ("Three", ItemFigures("q3", None, None, None)),
        ],
        instrument().scale,
    )

    places = [(row.low_x, row.mean_x, row.high_x) for row in chart.rows]
    assert places == [("27.5%", "50%", "72.5%"), ("68%", "90.5%", "95%"), (None, None, None)]
    assert [tick.level for tick in chart.ticks] == [1, 2, 3, 4, 5]
    assert len(item_chart([], instrument(scale=scale(0, 100)).scale).ticks) == 11
