"""Scores of answers: examples of the contract, published scales, and an exact oracle."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.documents import DocumentError, parse_json
from assessments.instruments.definition import Instrument
from assessments.instruments.scoring import read_answers, score_answers
from tests.assessments.instruments.definitions import (
    band,
    brief_scale,
    definition,
    instrument,
    item,
    scale,
    well_being_index,
)


def scores(of: Instrument, answers: dict[str, int | None]) -> dict[str, Any]:
    read = read_answers(parse_json(json.dumps(answers).encode()), of)
    return {key: result.as_document() for key, result in score_answers(of, read).items()}


def total(of: Instrument, *answers: int | None) -> tuple[float | None, str | None]:
    """Value and band of the only score, for answers in the order of the items."""
    given_answers = dict(zip(of.items_by_key, answers, strict=True))
    (result,) = scores(of, given_answers).values()
    return result["value"], result["band"]


def test_the_example_of_the_contract() -> None:
    sample = instrument(
        bands={"total": [band("low", 3.0), band("normal", 4.31), band("high")]},
    )

    assert scores(sample, {"q1": 4, "q2": 3}) == {
        "total": {"value": 3.5, "answered": 2, "band": "normal"}
    }


def test_too_few_answers_make_no_value() -> None:
    expected = {"total": {"value": None, "answered": 1, "band": None}}

    assert scores(instrument(), {"q1": 4, "q2": None}) == expected
    assert scores(instrument(), {"q1": 4}) == expected


def test_nothing_is_imputed_in_a_mean() -> None:
    lenient = instrument(
        scores=[{"key": "total", "items": ["q1", "q2"], "method": "mean", "min_answered": 1}]
    )

    assert scores(lenient, {"q2": 5})["total"] == {"value": 1.0, "answered": 1, "band": None}


def test_a_score_counts_its_own_items_only() -> None:
    two = instrument(
        scores=[
            {"key": "one", "items": ["q1"], "method": "sum"},
            {"key": "both", "items": ["q2", "q1"], "method": "sum", "factor": 0.5},
        ]
    )

    assert scores(two, {"q1": 2, "q2": 5}) == {
        "one": {"value": 2.0, "answered": 1, "band": None},
        "both": {"value": 1.5, "answered": 2, "band": None},
    }


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((1, 5, 1, 5, 1, 5), (1.0, "low")),
        ((5, 1, 5, 1, 5, 1), (5.0, "high")),
        ((3, 3, 3, 3, 3, 3), (3.0, "normal")),
        ((3, 3, 3, 3, 3, 4), (17 / 6, "low")),
        ((4, 2, 4, 2, 5, 1), (26 / 6, "high")),
        ((4, 2, 4, 2, 4, 1), (25 / 6, "normal")),
        ((4, 2, 4, 2, 5, None), (4.2, "normal")),
        ((4, 2, 4, 2, None, None), (None, None)),
    ],
)
def test_a_brief_scale(answers: tuple[int | None, ...], expected: Any) -> None:
    assert total(brief_scale(), *answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((0, 0, 0, 0, 0), (0.0, "low")),
        ((5, 5, 5, 5, 5), (100.0, "good")),
        ((2, 2, 3, 3, 2), (48.0, "low")),
        ((2, 3, 3, 3, 2), (52.0, "good")),
        ((3, 3, None, 3, 4), (65.0, "good")),  # the mean of four, for each of five, times four
        ((3, None, None, 3, 4), (None, None)),
    ],
)
def test_a_well_being_index(answers: tuple[int | None, ...], expected: Any) -> None:
    assert total(well_being_index(), *answers) == expected


def test_the_edge_of_a_band_is_where_arithmetic_puts_it() -> None:
    """As floats, 100 × 1.15 is 114.99999999999999 and 3 × 1.1 is 3.3000000000000003."""
    keys = [f"q{number}" for number in range(100)]
    of_hundred = instrument(
        scale=scale(0, 1),
        items=[item(key) for key in keys],
        scores=[{"key": "total", "items": keys, "method": "sum", "factor": 1.15}],
        bands={"total": [band("under", 115), band("reached")]},
    )
    of_three = instrument(
        items=[item("q1")],
        scores=[{"key": "total", "items": ["q1"], "method": "sum", "factor": 1.1}],
        bands={"total": [band("under", 3.3), band("reached", 3.31), band("over")]},
    )

    assert total(of_hundred, *[1] * 100) == (115.0, "reached")
    assert total(of_three, 3) == (3.3, "reached")


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"q1": 6}, "q1: must be a whole number, from 1 to 5"),
        ({"q1": 0}, "q1: must be a whole number, from 1 to 5"),
        ({"q1": 4.0}, "q1: must be a whole number, from 1 to 5"),
        ({"q1": "4"}, "q1: must be a whole number, from 1 to 5"),
        ({"q1": True}, "q1: must be a whole number, from 1 to 5"),
        ({"q1": 4, "q9": 4}, "q9: is not the key of an item"),
        ({"q9": None}, "q9: is not the key of an item"),
        ([4, 4], "document: must be an object"),
    ],
)
def test_answers_that_do_not_fit_are_refused(answers: Any, fault: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_answers(parse_json(json.dumps(answers).encode()), instrument())

    assert str(error.value) == fault


decimals = st.decimals(-20, 20, places=2).filter(bool).map(float)


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, int | None]]:
    """A definition with one score and bands, and answers to some of its items."""
    lowest = draw(st.integers(-3, 3))
    highest = lowest + draw(st.integers(1, 10))
    keys = [f"q{number}" for number in range(draw(st.integers(1, 9)))]
    chosen = draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
    edges = sorted(draw(st.sets(decimals, max_size=4)))
    score = {"key": "s", "items": chosen, "method": draw(st.sampled_from(["mean", "sum"]))}
    if draw(st.booleans()):
        score["factor"] = draw(decimals)
    if draw(st.booleans()):
        score["min_answered"] = draw(st.integers(1, len(chosen)))
    answers = st.none() | st.integers(lowest, highest)
    return definition(
        scale=scale(lowest, highest),
        items=[item(key, reverse=draw(st.booleans())) for key in keys],
        scores=[score],
        bands={"s": [*(band(str(edge), edge) for edge in edges), band("open")]},
    ), {key: draw(answers) for key in keys}


@given(cases())
def test_values_and_bands_are_exact(case: tuple[dict[str, Any], dict[str, int | None]]) -> None:
    document, answers = case
    (score,) = document["scores"]
    points = []
    for asked in document["items"]:
        answer = answers[asked["key"]]
        if asked["key"] in score["items"] and answer is not None:
            ends = document["scale"]["min"] + document["scale"]["max"]
            points.append(ends - answer if asked["reverse"] else answer)
    expected: dict[str, Any] = {"value": None, "answered": len(points), "band": None}
    if len(points) >= score.get("min_answered", len(score["items"])):
        mean = Fraction(sum(points)) / len(points)
        value = mean if score["method"] == "mean" else mean * len(score["items"])
        value *= Fraction(str(score.get("factor", 1)))
        under = [
            edge["key"]
            for edge in document["bands"]["s"]
            if "below" not in edge or value < Fraction(str(edge["below"]))
        ]
        expected = {"value": float(value), "answered": len(points), "band": under[0]}

    assert scores(instrument(**document), answers) == {"s": expected}
