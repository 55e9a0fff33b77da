"""Nobody is recognised by figures, nor by how they differ from those of yesterday."""

import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.evaluation.questionnaire import HIGHEST, LOWEST, SCALES, TEXTS, Wave, checked
from courses.evaluation.release import (
    COHORT_RULE,
    COURSE_RULE,
    Released,
    added_up,
    mean_in_hundredths,
    release,
)

KEYS = (*SCALES[Wave.AFTER], *TEXTS[Wave.AFTER])
POINTS = st.integers(LOWEST, HIGHEST)
ANSWERS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(SCALES[Wave.AFTER], POINTS)
    | {key: st.uuids().map(str) for key in TEXTS[Wave.AFTER]},
)
#: What comes in, parted by the days on which somebody looks.
DAYS = st.lists(st.lists(ANSWERS, max_size=9), max_size=9)


def shuffle(texts):
    Random(7).shuffle(texts)  # noqa: S311 - a test wants the same order each time


def releases_of(days, rule):
    """What was shown day by day, from nothing on."""
    shown, answers = [None], []
    for day in days:
        answers += day
        shown.append(release(shown[-1], answers, wave=Wave.AFTER, rule=rule, shuffle=shuffle))
    return shown


def numbers_of(released):
    """How many answers it tells of: all together, and question by question."""
    if released is None:
        return dict.fromkeys(("all", *KEYS), 0)
    scales = {key: sum(released.scales.get(key, ())) for key in SCALES[Wave.AFTER]}
    texts = {key: len(released.texts.get(key, ())) for key in TEXTS[Wave.AFTER]}
    return {"all": released.answers, **scales, **texts}


@given(DAYS, st.sampled_from([COHORT_RULE, COURSE_RULE]))
def test_two_successive_releases_never_differ_by_less_than_a_step(days, rule):
    shown = releases_of(days, rule)
    for before, after in itertools.pairwise(shown):
        earlier, later = numbers_of(before), numbers_of(after)
        for key in ("all", *KEYS):
            assert later[key] == earlier[key] or later[key] - earlier[key] >= rule.step, key


@given(DAYS, st.sampled_from([COHORT_RULE, COURSE_RULE]))
def test_a_question_that_has_no_further_step_of_answers_keeps_its_figures(days, rule):
    shown = releases_of(days, rule)
    for before, after in itertools.pairwise(shown):
        if before is None or after is None:
            continue
        for key, counts in before.scales.items():
            changed = [late - early for early, late in zip(counts, after.scales[key], strict=True)]
            assert not any(changed) or sum(changed) >= rule.step


@given(DAYS, st.sampled_from([COHORT_RULE, COURSE_RULE]))
def test_nothing_is_shown_of_too_few(days, rule):
    answers = [answer for day in days for answer in day]
    last = releases_of(days, rule)[-1]
    if last is None:
        return
    assert rule.first <= last.answers <= len(answers)
    assert all(sum(counts) >= rule.first for counts in last.scales.values())
    if last.texts:
        assert last.answers >= rule.first_texts
        assert all(len(texts) >= rule.step for texts in last.texts.values())


@given(DAYS)
def test_what_is_shown_was_said(days):
    said = [answer for day in days for answer in day]
    last = releases_of(days, COHORT_RULE)[-1]
    for key, texts in last.texts.items() if last else ():
        assert set(texts) <= {answer.get(key) for answer in said}


def full(point=4, **more):
    return dict.fromkeys(SCALES[Wave.AFTER], point) | more


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((6,), [0]),
        ((7,), [7]),
        ((7, 1, 1), [7, 7, 7]),
        ((7, 1, 1, 1), [7, 7, 7, 10]),
        ((3, 3, 3, 3), [0, 0, 9, 12]),
    ],
)
def test_figures_come_in_steps(numbers, shown):
    releases = releases_of([[full()] * number for number in numbers], COHORT_RULE)
    assert [numbers_of(one)["all"] for one in releases[1:]] == shown


def test_texts_wait_for_ten_answers_and_stay_in_one_order():
    days = [[full(kept=f"Text {number}")] for number in range(10)]
    nine, ten = releases_of(days, COHORT_RULE)[-2:]
    assert nine.texts == {}
    assert sorted(ten.texts["kept"]) == sorted(f"Text {number}" for number in range(10))
    assert ten.texts["kept"] != tuple(f"Text {number}" for number in range(10))
    again = release(ten, [a for d in days for a in d], wave=Wave.AFTER, rule=COHORT_RULE,
                    shuffle=lambda _texts: pytest.fail("nothing is mixed anew"))  # fmt: skip
    assert again is ten


def test_it_is_kept_and_read_as_it_was():
    released = releases_of([[full(kept="Text")] * 10], COHORT_RULE)[-1]
    assert Released.from_json(released.to_json()) == released


def test_means_and_sums():
    assert added_up([{"a": (1, 0, 0, 0, 2)}, {"a": (0, 0, 3, 0, 0), "b": (1, 1, 1, 1, 1)}]) == {
        "a": (1, 0, 3, 0, 2),
        "b": (1, 1, 1, 1, 1),
    }
    assert mean_in_hundredths((1, 0, 3, 0, 2)) == 333
    assert mean_in_hundredths((0, 0, 0, 1, 1)) == 450
    assert mean_in_hundredths((0,) * 5) is None
    assert mean_in_hundredths() is None


@pytest.mark.parametrize(
    "given_answer",
    [{"useful": 0}, {"useful": 6}, {"useful": "4"}, {"kept": 4}, {"used": 3}, {"name": "Ada"}],
)
def test_nobody_answers_what_they_were_not_asked(given_answer):
    with pytest.raises(ValueError, match="cannot be answered"):
        checked(Wave.AFTER, given_answer)


def test_what_is_left_out_is_not_kept():
    assert checked(Wave.AFTER, {"useful": None, "kept": "", "safe": 3}) == {"safe": 3}
