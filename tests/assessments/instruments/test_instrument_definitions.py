"""Definitions of instruments are read strictly: what is wrong is named with its place."""

from fractions import Fraction
from typing import Any

import pytest

from app.kernel.documents import DocumentError
from assessments.instruments.definition import CoefficientKind, Method, read_instrument
from tests.assessments.instruments.definitions import (
    COMMENTED,
    band,
    definition,
    fault,
    instrument,
    item,
    scale,
    texts,
    written,
)


def score(**other: Any) -> dict[str, Any]:
    return {"key": "total", "items": ["q1", "q2"], "method": "mean", **other}


def reliability(**other: Any) -> dict[str, Any]:
    known = {"coefficient": 0.8, "sd": 1, "kind": "alpha", "source": "a test", **other}
    return {"total": {key: value for key, value in known.items() if value is not None}}


def test_a_definition_is_read_word_by_word() -> None:
    read = read_instrument(COMMENTED.encode())

    assert (read.key, read.version, read.validated) == ("contract", 1, True)
    assert [label.en for label in read.scale.labels] == ["no", "yes"]
    assert [(asked.key, asked.text.de, asked.reverse) for asked in read.items] == [
        ("q1", "Eins", False),
        ("q2", "Zwei", True),
    ]
    total, summed = read.scores
    assert (total.method, total.factor, total.min_answered) == (Method.MEAN, Fraction(3, 2), 1)
    assert [(edge.key, edge.below) for edge in total.bands] == [
        ("low", Fraction(31, 100)),
        ("high", None),
    ]
    assert total.reliability.coefficient == Fraction(17, 20)
    assert total.reliability.kind == CoefficientKind.RETEST
    assert (summed.factor, summed.min_answered, summed.bands) == (1, 1, ())
    assert summed.reliability.mdc == Fraction(236, 10)


def test_defaults() -> None:
    (total,) = instrument().scores

    assert (total.factor, total.min_answered, total.bands, total.reliability) == (1, 2, (), None)
    assert not instrument().items[0].reverse


@pytest.mark.parametrize("key", definition())
def test_every_key_is_needed(key: str) -> None:
    document = {name: value for name, value in definition().items() if name != key}

    with pytest.raises(DocumentError, match=rf"^{key}: is missing \(line 1\)$"):
        read_instrument(written(document))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"license": "any"}, "license: is not a known key"),
        ({"title": {"de": "nur deutsch"}}, "title.en: is missing"),
        ({"title": {**texts("a"), "fr": "b"}}, "title.fr: is not a known key"),
        ({"title": {"de": " ", "en": "b"}}, "title.de: must be a text that is not empty"),
        ({"version": "1"}, "version: must be a whole number, 1 or more"),
        ({"version": 1.0}, "version: must be a whole number, 1 or more"),
        ({"validated": "no"}, "validated: must be true or false"),
        ({"key": 5}, "key: must be a text that is not empty"),
        ({"source": None}, "source: must be a text that is not empty"),
    ],
)
def test_faults_in_the_head(other: dict[str, Any], expected: str) -> None:
    assert fault(**other) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"max": 1}, "scale.max: must be more than min"),
        ({"max": 5.0}, "scale.max: must be a whole number, from -1000 to 1000"),
        ({"max": 6}, "scale.labels.de: must have 6 labels, one for each point of the scale"),
        (
            {"labels": {"de": list("abcde"), "en": list("abcd")}},
            "scale.labels.en: must have 5 labels, one for each point of the scale",
        ),
        (
            {"labels": {"de": list("abcde"), "en": [1, 2, 3, 4, 5]}},
            "scale.labels.en[0]: must be a text that is not empty",
        ),
        ({"labels": {"de": list("abcde")}}, "scale.labels.en: is missing"),
        ({"step": 1}, "scale.step: is not a known key"),
    ],
)
def test_faults_in_the_scale(other: dict[str, Any], expected: str) -> None:
    assert fault(scale={**scale(1, 5), **other}) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], "items: must not be empty"),
        ({"q1": "text"}, "items: must be a list"),
        (
            [item("q1"), item("q2"), item("q1")],
            'items[2]: has a key that came before ("q1")',
        ),
        ([item("q1"), {"key": "q2"}], "items[1].text: is missing"),
        ([item("q1"), item("q2", reverse="yes")], "items[1].reverse: must be true or false"),
        ([item("q1"), item("q2", reversed=True)], "items[1].reversed: is not a known key"),
    ],
)
def test_faults_in_items(items: Any, expected: str) -> None:
    assert fault(items=items) == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], "scores: must not be empty"),
        ([score(), score()], 'scores[1]: has a key that came before ("total")'),
        ([score(items=[])], "scores[0].items: must not be empty"),
        ([score(items=["q1", "q9"])], 'scores[0].items[1]: is not the key of an item ("q9")'),
        (
            [score(items=["q1", "q2", "q1"])],
            'scores[0].items[2]: has a key that came before ("q1")',
        ),
        ([score(method="median")], "scores[0].method: must be mean or sum"),
        ([score(method=["mean"])], "scores[0].method: must be mean or sum"),
        ([score(factor="4")], "scores[0].factor: must be a number"),
        ([score(factor=True)], "scores[0].factor: must be a number"),
        ([score(factor=0)], "scores[0].factor: must not be 0"),
        ([score(min_answered=0)], "scores[0].min_answered: must be a whole number, from 1 to 2"),
        ([score(min_answered=3)], "scores[0].min_answered: must be a whole number, from 1 to 2"),
        ([score(weights=[1, 2])], "scores[0].weights: is not a known key"),
    ],
)
def test_faults_in_scores(scores: Any, expected: str) -> None:
    assert fault(scores=scores) == expected


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([], "bands.total: must not be empty"),
        ([band("low", 3), band("high", 5)], "bands.total[1].below: must not stand in the last "),
        ([band("low"), band("high")], "bands.total[0].below: is missing; only the last band is "),
        (
            [band("low", 3), band("mid", 3), band("high")],
            "bands.total[1].below: must be more than in the band before",
        ),
        (
            [band("low", 3), band("mid", 2.99), band("high")],
            "bands.total[1].below: must be more than in the band before",
        ),
        (
            [band("low", 3), band("low", 4), band("high")],
            'bands.total[1]: has a key that came before ("low")',
        ),
        ([{"key": "all"}], "bands.total[0].label: is missing"),
        ([{**band("low"), "above": 3}], "bands.total[0].above: is not a known key"),
        ([{**band("low"), "below": "3"}, band("high")], "bands.total[0].below: must be a number"),
    ],
)
def test_faults_in_bands(bands: Any, expected: str) -> None:
    assert fault(bands={"total": bands}).startswith(expected)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (reliability(coefficient=1), "coefficient: must be a number from 0 to less than 1"),
        (reliability(coefficient=-0.1), "coefficient: must be a number from 0 to less than 1"),
        (reliability(sd=0), "sd: must be a number above 0"),
        (reliability(sd=None), "sd: is missing"),
        (reliability(source=None), "source: is missing"),
        (reliability(kind="split half"), "kind: must be retest or alpha"),
        (reliability(mdc=10), "coefficient: is not a known key"),
        ({"total": {"mdc": 0, "source": "a test"}}, "mdc: must be a number above 0"),
        ({"total": {}}, "coefficient: is missing"),
    ],
)
def test_faults_in_reliability(given: dict[str, Any], expected: str) -> None:
    assert fault(reliability=given) == f"reliability.total.{expected}"


@pytest.mark.parametrize("part", ["bands", "reliability"])
def test_bands_and_reliability_are_of_known_scores(part: str) -> None:
    assert fault(**{part: {"other": []}}) == f"{part}.other: is not the key of a score"


def test_a_key_that_stands_twice_in_the_file_is_an_error() -> None:
    twice = COMMENTED.replace("version: 1", "version: 1\nkey: again")

    with pytest.raises(DocumentError, match=r'^document: has the key "key" twice \(line 4\)$'):
        read_instrument(twice.encode())
