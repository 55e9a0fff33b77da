"""Copies become exactly the records that the contract "Group results" speaks of."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.disclosure.tables import Record, tables_of
from assessments.disclosure.tables import Wave as Records
from assessments.waves.outcome import (
    DIMENSIONS,
    Copy,
    Earlier,
    counts_of,
    ends_of,
    published,
    read_counts,
    records_of,
)
from tests.assessments.instruments.definitions import instrument

SCALE = (Fraction(1), Fraction(5))

crossings = st.tuples(
    st.sampled_from(["a", "b", "none"]), st.sampled_from(["x", "y"]), st.sampled_from(["staff"])
)
scores = st.none() | st.integers(10, 50).map(lambda tenths: tenths / 10)
#: What people answered at two times, and where they belonged; None: not at that time.
stories = st.lists(st.tuples(scores, crossings, scores, crossings), min_size=0, max_size=40)


def two_waves(people):
    """The copies for an earlier wave and for the one that follows it."""
    first = [Copy({}, before, there) for before, there, _now, _here in people if before is not None]
    second = [
        Copy({}, now, here, None if before is None else Earlier(before, there))
        for before, there, now, here in people
        if now is not None
    ]
    return first, second


def keys(crossing):
    return dict(zip(DIMENSIONS, crossing, strict=True))


@given(stories)
def test_what_is_published_is_what_the_contract_says_of_the_same_people(people):
    first, second = two_waves(people)
    counts = counts_of(records_of(first, scale=SCALE, before=None, k=7))
    found = records_of(second, scale=SCALE, before=read_counts(counts), k=7)
    # The same people in the words of the contract: who answered before alone has no score now,
    # and belongs where they belonged then.
    expected = Records(
        tuple(
            Record(str(number), keys(here if now is not None else there), now, before)
            for number, (before, there, now, here) in enumerate(people)
            if now is not None or before is not None
        ),
        SCALE,
        DIMENSIONS,
    )
    assert published(found) == [table.as_document() for table in tables_of(expected)]


@given(stories)
def test_counts_are_the_scores_of_each_crossing_and_nothing_else(people):
    first, _second = two_waves(people)
    counts = read_counts(counts_of(records_of(first, scale=SCALE, before=None, k=7)))
    assert sum(counts.values()) == len(first)
    assert all(
        number == sum(copy.crossing == crossing for copy in first)
        for crossing, number in counts.items()
    )


def copies(number, earlier=None):
    return [
        Copy({}, (2.0, 4.0)[place % 2], ("a", "x", "staff"), earlier) for place in range(number)
    ]


def test_without_the_counts_of_the_wave_before_no_change_is_published():
    given_then = Earlier(2.0, ("a", "x", "staff"))
    [[total], *_rest] = [
        table["cells"]
        for table in published(records_of(copies(20, given_then), scale=SCALE, before=None, k=7))
    ]
    assert "mean_change" not in total


@pytest.mark.parametrize(("missing", "shown"), [(0, True), (3, False), (7, True)])
def test_few_people_who_are_missing_now_hide_the_change(missing, shown):
    given_then, before = Earlier(2.0, ("a", "x", "staff")), {("a", "x", "staff"): 20 + missing}
    tables = published(records_of(copies(20, given_then), scale=SCALE, before=before, k=7))
    assert ("mean_change" in tables[0]["cells"][0]) == shown


def test_who_has_answered_too_little_is_no_record():
    given_nothing = [Copy({"q1": 3}, None, ("a", "x", "staff"))]
    records = records_of([*copies(7), *given_nothing], scale=SCALE, before=None, k=7)
    assert len(records.records) == 7


def test_a_score_of_another_scale_is_left_out_and_one_that_was_rounded_is_not():
    third = (Fraction(1, 3), Fraction(5, 3))
    strange = [Copy({}, float(Fraction(5, 3)), ("a", "x", "staff")), Copy({}, 60.0, ("a",) * 3)]
    records = records_of(strange, scale=third, before=None, k=7)
    assert [record.score for record in records.records] == [Fraction(5, 3)]


@pytest.mark.parametrize(
    ("method", "factor", "ends"),
    [("mean", 1, (1, 5)), ("sum", 4, (8, 40)), ("mean", -2, (-10, -2)), ("sum", -1, (-10, -2))],
)
def test_the_scale_is_what_the_main_score_can_be(method, factor, ends):
    score = {"key": "total", "items": ["q1", "q2"], "method": method, "factor": factor}
    assert ends_of(instrument(scores=[score])) == ends
