"""Definitions that are passed on without what their reader needs a right to use."""

from fractions import Fraction
from typing import Any

import pytest

from app.kernel.documents import DocumentError
from assessments.instruments.definition import Instrument, read_instrument
from assessments.instruments.importable import read_importable
from assessments.instruments.scoring import change_of, score_answers
from assessments.instruments.shelf import CONTENT
from tests.assessments.instruments.definitions import (
    definition,
    fault,
    instrument,
    item,
    scale,
    texts,
    written,
)

FOLDER = CONTENT / "incomplete"


def shipped(name: str) -> Instrument:
    return read_instrument((FOLDER / f"{name}.yaml").read_bytes())


def total(of: Instrument, answers: tuple[int, ...]) -> tuple[Fraction | None, str | None]:
    result = score_answers(of, dict(zip(of.items_by_key, answers, strict=True)))["total"]
    return result.value, result.band and result.band.key


def missing(**other: Any) -> list[str]:
    return [field.place for field in instrument(**other).missing]


def test_what_is_missing_is_named_place_by_place() -> None:
    labels = scale(1, 5)["labels"]

    assert missing() == []
    assert missing(licence=None) == ["licence"]
    assert missing(scale={**scale(1, 5), "labels": None}) == ["scale.labels"]
    assert missing(scale={**scale(1, 5), "labels": {**labels, "en": None}}) == ["scale.labels.en"]
    assert missing(scale={**scale(1, 5), "labels": {**labels, "de": [*"abcd", None]}}) == [
        "scale.labels.de[4]"
    ]
    assert missing(
        items=[{"key": "q1", "text": None}, item("q2", text={**texts("a"), "de": None})]
    ) == ["items[0].text", "items[1].text.de"]


def test_what_is_half_written_counts_as_missing() -> None:
    half = instrument(
        items=[item("q1", text={**texts("a"), "de": None}), item("q2")],
        scale={**scale(1, 5), "labels": {"de": None, "en": list("abcde")}},
    )

    assert [asked.text is None for asked in half.items] == [True, False]
    assert half.scale.labels == ()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"title": None}, "title: must be an object"),
        ({"items": [{"key": "q1"}, item("q2")]}, "items[0].text: is missing"),
        ({"items": [item("q1", text={"de": "", "en": None}), item("q2")]}, "items[0].text.de: "),
        (
            {"scale": {**scale(1, 5), "labels": {"de": list("abcd"), "en": None}}},
            "scale.labels.de: must have 5 labels",
        ),
    ],
)
def test_everything_else_must_be_there(other: dict[str, Any], expected: str) -> None:
    assert fault(**other).startswith(expected)


@pytest.mark.parametrize("name", ["brs", "who-5"])
def test_shipped_files_hold_no_wording_of_others(name: str) -> None:
    of = shipped(name)

    assert all(asked.text is None for asked in of.items)
    assert of.scale.labels == ()
    assert of.licence == ""
    assert of.validated


@pytest.mark.parametrize(
    ("answers", "value", "band"),
    [
        ((3, 3, 3, 3, 3, 3), 3, "normal"),
        ((3, 4, 3, 3, 3, 3), Fraction(17, 6), "low"),
        ((4, 2, 4, 2, 5, 1), Fraction(26, 6), "high"),
        ((4, 2, 4, 2, 4, 1), Fraction(25, 6), "normal"),
        ((5, 1, 5, 1, 5, 1), 5, "high"),
    ],
)
def test_the_brief_resilience_scale(answers: tuple[int, ...], value: Fraction, band: str) -> None:
    assert total(shipped("brs"), answers) == (value, band)


@pytest.mark.parametrize(
    ("answers", "value", "band"),
    [
        ((0, 0, 0, 0, 0), 0, "low"),
        ((2, 2, 3, 3, 2), 48, "low"),
        ((2, 3, 3, 3, 2), 52, "good"),
        ((5, 5, 5, 5, 5), 100, "good"),
    ],
)
def test_the_well_being_index(answers: tuple[int, ...], value: int, band: str) -> None:
    assert total(shipped("who-5"), answers) == (value, band)


def test_what_is_known_of_change() -> None:
    brs, index = shipped("brs").main_score, shipped("who-5").main_score

    assert change_of(brs, Fraction(1), Fraction(5)).verdict == "unknown"
    assert change_of(index, Fraction(40), Fraction(60)).verdict == "no_reliable_change"
    assert change_of(index, Fraction(40), Fraction(64)).verdict == "increase"


def test_an_incomplete_definition_cannot_be_imported() -> None:
    content = (FOLDER / "brs.yaml").read_bytes()

    with pytest.raises(DocumentError) as refused:
        read_importable(content)

    line = content[: content.index(b"labels: {")].count(b"\n") + 1
    assert str(refused.value) == (
        "scale.labels.de: is still to be written (and 14 more); complete a copy of the file with "
        f"what you have the right to use, then import that (line {line})"
    )


def test_a_completed_copy_can() -> None:
    text = (FOLDER / "brs.yaml").read_text(encoding="utf-8")
    completed = (
        text.replace(
            "labels: {de: null, en: null}", "labels: {de: [a, b, c, d, e], en: &e [a, b, c, d, e]}"
        )
        .replace("{de: null, en: null}", "{de: Aussage, en: Statement}")
        .replace("licence: null", "licence: Permission of nobody, for a test")
    )

    read = read_importable(completed.encode())

    assert (read.key, read.missing) == ("brs", ())
    assert read.items[1].text.en == "Statement"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"key": "komma-resilience"}, "key: is that of KommA's own check"),
        ({"key": "a key"}, "key: must be up to 60 letters, digits"),
        ({"key": "ä"}, "key: must be up to 60 letters, digits"),
        ({"key": "k" * 61}, "key: must be up to 60 letters, digits"),
        (
            {
                "items": [item("q/1"), item("q2")],
                "scores": [{"key": "total", "items": ["q2"], "method": "sum"}],
            },
            "items[0].key: must be up to 60 letters, digits",
        ),
        (
            {"scores": [{"key": "a b", "items": ["q2"], "method": "sum"}]},
            "scores[0].key: must be up to 60 letters, digits",
        ),
    ],
)
def test_keys_must_fit_into_addresses(other: dict[str, Any], expected: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_importable(written(definition(**other)))

    assert str(refused.value).startswith(expected)
