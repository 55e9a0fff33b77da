"""KommA's own resilience check, as it is shipped."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner

from assessments.instruments.cli import instruments
from assessments.instruments.definition import Instrument, Method, read_instrument
from assessments.instruments.scoring import Verdict, change_of, score_answers
from assessments.instruments.shelf import CONTENT

FILE = CONTENT / "komma-resilience.yaml"
FACETS = ["recovery", "support", "self_efficacy", "meaning", "work_situation"]


@pytest.fixture(scope="module")
def check() -> Instrument:
    return read_instrument(FILE.read_bytes())


def test_the_command_accepts_it() -> None:
    result = CliRunner().invoke(instruments, ["check", str(FILE)])

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "key": "komma-resilience",
        "version": 1,
        "items": 20,
        "ok": True,
        "complete": True,
    }


def test_it_says_that_it_is_not_validated(check: Instrument) -> None:
    assert not check.validated
    assert "not yet validated" in check.source
    for score in check.scores:
        assert change_of(score, 1, 5).verdict == Verdict.UNKNOWN


def test_each_facet_has_four_items_of_its_own_and_one_or_two_the_other_way_round(
    check: Instrument,
) -> None:
    assert [score.key for score in check.scores] == ["total", *FACETS]
    total, *facets = check.scores
    assert set(total.items) == set(check.items_by_key)
    assert Counter(key for facet in facets for key in facet.items) == Counter(total.items)
    for facet in facets:
        assert len(facet.items) == 4
        assert facet.min_answered == 3
        assert 1 <= sum(check.items_by_key[key].reverse for key in facet.items) <= 2


def test_every_text_is_in_both_languages(check: Instrument) -> None:
    texts = [
        check.title,
        *check.scale.labels,
        *(item.text for item in check.items),
        *(band.label for score in check.scores for band in score.bands),
    ]

    for text in texts:
        assert text.de.strip()
        assert text.en.strip()
        assert text.de != text.en
    german = [item.text.de for item in check.items]
    assert len(set(german)) == len(german)


def test_every_score_is_a_mean_with_three_bands(check: Instrument) -> None:
    for score in check.scores:
        assert score.method == Method.MEAN
        assert [band.key for band in score.bands] == ["low", "mixed", "high"]


def test_a_high_value_always_means_that_something_sustains(check: Instrument) -> None:
    best = {item.key: 1 if item.reverse else 5 for item in check.items}
    worst = {item.key: 6 - answer for item, answer in zip(check.items, best.values(), strict=True)}

    assert {result.band.key for result in score_answers(check, best).values()} == {"high"}
    assert {result.band.key for result in score_answers(check, worst).values()} == {"low"}


def test_a_skipped_item_in_each_facet_still_gives_every_score(check: Instrument) -> None:
    answers = {key: 3 for key in check.items_by_key if not key.endswith("_4")}

    assert {result.value for result in score_answers(check, answers).values()} == {None, 3}
    answers |= {"recovery_4": 3}
    assert {result.value for result in score_answers(check, answers).values()} == {3}
