"""What a course compares, and that it is drawn right on every scale."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.line_chart import PLOT_HEIGHT, TOP
from assessments.administrations.charting import (
    Taken,
    are_comparable,
    bands_of,
    chart_of,
    courses_of,
    range_of,
)
from assessments.instruments.definition import Band, Method
from assessments.instruments.scoring import Verdict, score_answers
from tests.assessments.instruments.definitions import (
    band,
    brief_scale,
    instrument,
    item,
    scale,
    well_being_index,
)

MONDAY = date(2026, 11, 23)
WEEK = timedelta(weeks=1)


def taken(questionnaire, *values, start=MONDAY):
    return [
        Taken(f"{questionnaire.key}-{number}", start + number * WEEK, questionnaire, value)
        for number, value in enumerate(values)
    ]


def stretch(questionnaire, *values):
    return courses_of(taken(questionnaire, *values))[0].stretches[0]


def drawn(one):
    return chart_of(one, named=str, written=str)


def test_a_change_within_the_error_of_measurement_is_none():
    first, second, third = stretch(brief_scale(), 3.0, 3.5, 4.5).passages
    assert (first.since_previous, first.since_first) == (None, None)
    assert second.since_previous.verdict == Verdict.NO_RELIABLE_CHANGE
    assert third.since_previous.verdict == Verdict.INCREASE
    assert third.since_first.difference == Fraction("1.5")
    assert [each.band.letter for each in (first, second, third)] == ["B", "B", "C"]


def test_without_a_known_reliability_nothing_is_claimed():
    first, second = stretch(instrument(), 1.5, 4.5).passages
    assert (first.interval, second.since_first.verdict) == (None, Verdict.UNKNOWN)
    assert [point.bar_top for point in drawn(stretch(instrument(), 1.5, 4.5)).points] == [None] * 2


def test_intervals_end_with_the_scale():
    (only,) = stretch(well_being_index(), 96.0).passages
    lowest, highest = only.interval
    assert highest == 100
    assert float(lowest) == pytest.approx(96 - 10 / 2**0.5)


def test_a_time_without_a_value_stands_in_the_course_and_not_in_the_picture():
    course = stretch(brief_scale(), 3.0, None, 4.5)
    assert [each.value is None for each in course.passages] == [False, True, False]
    assert course.passages[1].since_previous is None
    assert course.passages[2].since_previous.difference == Fraction("1.5")
    assert len(drawn(course).points) == 2
    assert drawn(stretch(brief_scale(), None)) is None


def test_questionnaires_have_courses_of_their_own_the_last_one_used_first():
    brief, index = replace(brief_scale(), key="brief"), well_being_index()
    mixed = sorted(
        [*taken(brief, 3.0, 4.0), *taken(index, 40.0, start=MONDAY - WEEK)],
        key=lambda each: each.week,
    )
    assert [course.instrument.key for course in courses_of(mixed)] == ["brief", "sample"]
    mixed += taken(index, 60.0, start=MONDAY + 5 * WEEK)
    assert [course.instrument.key for course in courses_of(mixed)] == ["sample", "brief"]


def test_a_version_that_asks_otherwise_begins_anew():
    old = brief_scale()
    other_words = replace(old.items[0], text=replace(old.items[0].text, de="Anders gefragt"))
    new = replace(old, version=2, items=(other_words, *old.items[1:]))
    course = courses_of([*taken(old, 3.0, 4.0), *taken(new, 2.0, 2.5, start=MONDAY + 9 * WEEK)])[0]
    assert [each.instrument.version for each in course.stretches] == [2, 1]
    later, earlier = course.stretches
    assert later.passages[0].since_first is None
    assert later.passages[1].since_first.difference == Fraction("0.5")
    assert len(earlier.passages) == 2


def test_a_version_with_other_bands_or_sources_goes_on_and_all_is_told_in_its_words():
    old = brief_scale()
    score = replace(old.main_score, bands=(Band("any", old.title),), min_answered=6)
    new = replace(old, version=2, source="another", scores=(score,))
    (only,) = courses_of([*taken(old, 3.0), *taken(new, 2.0, start=MONDAY + 9 * WEEK)])[0].stretches
    assert only.instrument == new
    assert {each.band.band.key for each in only.passages} == {"any"}
    assert only.passages[1].since_previous.difference == -1


@pytest.mark.parametrize(
    "other",
    [
        {"scale": scale(1, 7)},
        {"scores": [{"key": "total", "items": ["q1", "q2"], "method": "sum"}]},
        {"scores": [{"key": "total", "items": ["q1"], "method": "mean"}]},
        {"scores": [{"key": "total", "items": ["q1", "q2"], "method": "mean", "factor": 2}]},
        {"items": [item("q1"), item("q2")]},
        {"key": "another"},
    ],
)
def test_what_makes_values_another_thing(other):
    assert are_comparable(instrument(), instrument(version=2, source="another"))
    assert not are_comparable(instrument(), instrument(**other))


def test_only_bands_in_which_values_can_lie_have_letters():
    bands = [band("none", 0), band("low", 3), band("high", 5), band("top", 7), band("never")]
    lettered = bands_of(*_with_score(instrument(bands={"total": bands})))
    assert [(each.letter, each.band.key, each.begin, each.end) for each in lettered] == [
        ("A", "low", 1, 3),
        ("B", "high", 3, 5),
        ("C", "top", 5, 5),
    ]


def _with_score(questionnaire):
    return questionnaire, questionnaire.main_score


@st.composite
def questionnaires(draw):
    """Of any scale, method and factor, negative ones among them, with bands and an error."""
    lowest = draw(st.integers(-10, 10))
    keys = [f"q{number}" for number in range(draw(st.integers(1, 6)))]
    edges = sorted(draw(st.sets(st.integers(-200, 200), max_size=4)))
    factor = draw(st.sampled_from([1, 4, 0.5, -1, -2.5]))
    score = {"key": "total", "items": keys, "method": draw(st.sampled_from([*Method])).value}
    return instrument(
        scale=scale(lowest, lowest + draw(st.integers(1, 10))),
        items=[item(key, reverse=draw(st.booleans())) for key in keys],
        scores=[{**score, "factor": factor, "min_answered": 1}],
        bands={"total": [*(band(f"b{edge}", edge) for edge in edges), band("last")]},
        reliability={"total": {"mdc": draw(st.sampled_from([0.1, 10, 1000])), "source": "a test"}},
    )


@given(questionnaires(), st.data())
def test_values_of_every_scale_are_drawn_where_they_lie(questionnaire, data):
    points = st.integers(questionnaire.scale.lowest, questionnaire.scale.highest)
    answers = data.draw(
        st.lists(
            st.fixed_dictionaries({item.key: points for item in questionnaire.items}),
            min_size=1,
            max_size=5,
        )
    )
    results = [score_answers(questionnaire, each)["total"] for each in answers]
    course = stretch(questionnaire, *(float(result.value) for result in results))
    lowest, highest = range_of(questionnaire, questionnaire.main_score)
    picture = drawn(course)
    for point, passage, result in zip(picture.points, course.passages, results, strict=True):
        assert passage.value == result.value
        assert passage.band.band == result.band
        share = (highest - result.value) / (highest - lowest)
        assert abs(point.y - TOP - share * PLOT_HEIGHT) <= Fraction(1, 2)
        assert point.bar_top <= point.y <= point.bar_bottom
        assert lowest <= passage.interval[0] <= passage.value <= passage.interval[1] <= highest
    letters = [each.letter for each in bands_of(questionnaire, questionnaire.main_score)]
    assert {area.letter for area in picture.areas} <= set(letters)
    assert sum(area.height for area in picture.areas) == PLOT_HEIGHT
