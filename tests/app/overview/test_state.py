"""What follows from where municipalities stand: sums, order, choice; and the kept state."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.kernel.progress import Stage, Standing
from app.pages.overview.bars import ORDER, shares
from app.pages.overview.snapshots import document_of, overview_of
from app.pages.overview.state import Criteria, Order, Overview, Part, Place, Row, gathered, narrowed
from tests.house.clock import START

PARTS = (Part("alliance", "1", "Allianz", "Alle helfen."), Part("texts", "2a", "Texte", "Einer."))
LATE = Standing(Stage.UNDER_WAY, "3 von 6", date(2026, 12, 1), "Sitzung", "Eine ist überfällig.")
DONE = Standing(Stage.REACHED, "6 von 6", date(2026, 11, 30), "Überprüfung")


def row(name, state="DE-BY", membership="model", **standings):
    return Row(Place(name.lower(), name, "stadt", state, membership), standings)


OVERVIEW = Overview(
    START,
    PARTS,
    [
        row("Aurich", "DE-NI", "platform", alliance=LATE),
        row("Bamberg", alliance=DONE, texts=LATE),
        row("Coburg"),
    ],
)


def names(criteria):
    return [one.place.name for one in narrowed(OVERVIEW, criteria).rows]


def test_sums_count_every_municipality_once_in_each_part():
    alliance, texts = OVERVIEW.tallies
    assert [alliance.count(stage) for stage in ORDER] == [1, 1, 1]
    assert [texts.count(stage) for stage in ORDER] == [0, 1, 2]
    assert (alliance.risks, texts.risks) == (1, 1)


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        (Criteria(), ["Aurich", "Bamberg", "Coburg"]),
        (Criteria(membership="platform"), ["Aurich"]),
        (Criteria(state="DE-BY"), ["Bamberg", "Coburg"]),
        (Criteria(stage="reached"), ["Bamberg"]),
        (Criteria(part="texts", stage="not_begun"), ["Aurich", "Coburg"]),
        (Criteria(risks=True), ["Aurich", "Bamberg"]),
        (Criteria(part="alliance", risks=True), ["Aurich"]),
        (Criteria(order=Order.STATE), ["Bamberg", "Coburg", "Aurich"]),
        (Criteria(order=Order.NEXT_DATE), ["Bamberg", "Aurich", "Coburg"]),
    ],
)
def test_municipalities_are_chosen_and_ordered_by_what_is_asked(criteria, found):
    assert names(criteria) == found


def test_a_chosen_part_stands_alone():
    assert Criteria(part="texts").narrows
    alone = narrowed(OVERVIEW, Criteria(part="texts"))
    assert [one.place.name for one in alone.rows] == ["Aurich", "Bamberg", "Coburg"]
    assert [one.part.name for one in alone.tallies] == ["texts"]
    assert [one.place.name for one in alone.risks] == ["Bamberg"]
    assert [(one.place.name, one.part.name) for one in alone.next_dates] == [("Bamberg", "texts")]


def test_what_many_have_in_common_on_a_day_stands_there_once():
    many = replace(
        OVERVIEW, rows=[row(name, alliance=LATE) for name in ("Aurich", "Coburg")] + OVERVIEW.rows
    )
    first, second, third = gathered(many.next_dates)
    assert (first.step, [one.name for one in first.places]) == ("Überprüfung", ["Bamberg"])
    assert (second.step, len(second.places), second.part.name) == ("Sitzung", 3, "alliance")
    assert (third.part.name, [one.name for one in third.places]) == ("texts", ["Bamberg"])


def test_dates_stand_in_their_order_and_risks_by_municipality():
    assert [(one.place.name, one.step) for one in OVERVIEW.next_dates] == [
        ("Bamberg", "Überprüfung"),
        ("Aurich", "Sitzung"),
        ("Bamberg", "Sitzung"),
    ]
    assert [(one.place.name, one.part.label) for one in OVERVIEW.risks] == [
        ("Aurich", "Allianz"),
        ("Bamberg", "Texte"),
    ]


def test_a_kept_state_is_read_as_it_was_told_in_each_language():
    english = replace(OVERVIEW, parts=[replace(one, label="English") for one in PARTS])
    document = document_of({"de": OVERVIEW, "en": english})
    read = overview_of(document, taken_at=START, language="de")
    assert (list(read.parts), list(read.rows)) == (list(PARTS), list(OVERVIEW.rows))
    assert overview_of(document, taken_at=START, language="en").parts[0].label == "English"


@given(some.lists(some.sampled_from(Stage), min_size=1, max_size=70))
def test_pieces_of_a_bar_fill_it_without_a_gap(stages):
    rows = [row(f"Ort {at}", alliance=Standing(stage, "")) for at, stage in enumerate(stages)]
    pieces = shares(Overview(START, PARTS[:1], rows).tallies[0])
    assert pieces[0][1] == 0
    assert sum(length for _stage, _begin, length in pieces) == pytest.approx(1)
    for (_, begin, length), (_, following, _) in pairwise(pieces):
        assert following == pytest.approx(begin + length)
