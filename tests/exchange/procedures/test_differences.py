"""What two versions say differently, whatever they say."""

from hypothesis import given
from hypothesis import strategies as st

from exchange.adoption.ordering import DOWN, UP, moved
from exchange.adoption.word_changes import Change, word_changes
from exchange.procedures.writing.differences import differences
from tests.exchange.procedures.factories import make_step

BASE = {
    "title": "Drohung",
    "purpose": "Alt und gut.",
    "situations": ["one", "two"],
    "steps": [make_step("A"), make_step("B"), make_step("C")],
}
WORDS = st.text("ab ", max_size=30)


def test_a_changed_step_says_what_of_it_reads_differently():
    changed = make_step("B", amount=4, checklist=["Eins"])
    [change] = differences(
        BASE, BASE | {"steps": [BASE["steps"][0], changed, BASE["steps"][2]]}
    ).steps
    assert (change.change, change.fields) == (Change.CHANGED, ("deadline", "checklist"))


def test_steps_that_come_or_go_are_told_without_those_that_only_moved_along():
    added = differences(BASE, BASE | {"steps": [make_step("Neu"), *BASE["steps"]]}).steps
    assert [(one.change, one.new.title) for one in added] == [(Change.ADDED, "Neu")]
    removed = differences(BASE, BASE | {"steps": BASE["steps"][1:]}).steps
    assert [(one.change, one.old.title) for one in removed] == [(Change.REMOVED, "A")]


def test_situations_are_compared_one_by_one():
    found = differences(BASE, BASE | {"situations": ["two", "three"]})
    assert (found.added_situations, found.removed_situations) == (("three",), ("one",))


def test_the_same_document_has_no_differences():
    assert not differences(BASE, dict(BASE))


def test_a_row_moves_one_place_where_there_is_one():
    assert moved(["a", "b", "c"], 2, UP) == ["a", "c", "b"]
    assert moved(["a", "b", "c"], 0, DOWN) == ["b", "a", "c"]
    for row, by in ((0, UP), (1, DOWN), (7, UP), (-1, DOWN)):
        assert moved(["a", "b"], row, by) == ["a", "b"]


@given(WORDS, WORDS)
def test_the_pieces_give_back_both_texts(old, new):
    pieces = word_changes(old, new)
    without = {Change.ADDED: old, Change.REMOVED: new}
    for left_out, text in without.items():
        kept = " ".join(piece.text for piece in pieces if piece.change is not left_out)
        assert kept.split() == text.split()
