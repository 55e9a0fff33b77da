"""What becomes of each row of a list of participants."""

from dataclasses import replace

import pytest

from courses.reports.matching import Candidate, Outcome, match_rows
from organisations.models import sort_name_of
from organisations.roster.reading import Column, Row

ADA = Candidate(
    person_id=1,
    address="ada@example.org",
    name_key=sort_name_of("Groß", "Ada"),
    municipality_key="heimstadt",
)
BELA = replace(ADA, person_id=2, address="bela@example.org", name_key=sort_name_of("Öz", "Bela"))


def row(number: int = 2, **cells: str) -> Row:
    return Row(number, {Column(name): text for name, text in cells.items()})


def by_name(number: int = 2, given="Ada", family="Groß", municipality="Heimstadt") -> Row:
    return row(number, given_name=given, family_name=family, municipality=municipality)


def outcomes(rows, candidates=(ADA, BELA), *, seats=9, sees_everybody=False):
    matched = match_rows(rows, candidates, seats=seats, sees_everybody=sees_everybody)
    assert [one.number for one in matched] == [one.number for one in rows]
    return [one.outcome for one in matched]


@pytest.mark.parametrize(
    "named",
    [
        row(email="ada@example.org"),
        row(email=" ADA@Example.org"),
        row(email="ada@example.org", family_name="Anders"),
        by_name(),
        by_name(given="ADA", family="gross", municipality="heimstadt"),
    ],
)
def test_a_row_names_a_person_by_address_or_by_name_and_municipality(named):
    [matched] = match_rows([named], [ADA, BELA], seats=1, sees_everybody=False)
    assert (matched.outcome, matched.person_id) == (Outcome.READY, 1)


@pytest.mark.parametrize(
    ("named", "outcome"),
    [
        (row(email="nobody@example.org", given_name="Ada", family_name="Groß"), Outcome.NO_ACCOUNT),
        (by_name(municipality="Fernstadt"), Outcome.NO_ACCOUNT),
        (row(given_name="Ada", family_name="Groß"), Outcome.INCOMPLETE),
        (row(family_name="Groß", municipality="Heimstadt"), Outcome.INCOMPLETE),
    ],
)
def test_a_row_that_names_nobody_says_what_is_missing(named, outcome):
    assert outcomes([named]) == [outcome]


def test_two_people_of_one_name_are_not_guessed_at():
    assert outcomes([by_name()], [ADA, replace(ADA, person_id=3)]) == [Outcome.AMBIGUOUS]


def test_the_first_rows_get_the_seats_and_who_is_left_out_takes_none():
    rows = [by_name(2), row(3, email="x@example.org"), by_name(4), row(5, email=BELA.address)]
    assert outcomes(rows, seats=1) == [
        Outcome.READY,
        Outcome.NO_ACCOUNT,
        Outcome.TWICE,
        Outcome.NO_SEAT,
    ]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"is_enrolled": True}, Outcome.ALREADY),
        ({"is_meant": False}, Outcome.OTHER_FUNCTION),
        ({"is_included": False}, Outcome.NOT_INCLUDED),
        ({"by_address": False}, Outcome.NO_ACCOUNT),
    ],
)
def test_why_somebody_cannot_be_enrolled(change, outcome):
    assert outcomes([row(email=ADA.address)], [replace(ADA, **change)]) == [outcome]


def test_people_of_other_municipalities_look_like_nobody_to_all_but_the_office():
    elsewhere = [replace(ADA, is_open=False), replace(ADA, is_open=False, is_enrolled=True)]
    for rows in ([row(email=ADA.address)], [by_name()]):
        assert outcomes(rows, elsewhere) == [Outcome.NO_ACCOUNT]
    assert outcomes([row(email=ADA.address)], elsewhere[:1], sees_everybody=True) == [
        Outcome.OTHER_MUNICIPALITY
    ]


def test_a_protected_person_is_found_by_name_though_not_by_address():
    assert outcomes([by_name()], [replace(ADA, by_address=False)]) == [Outcome.READY]


def test_only_what_the_list_says_is_shown_of_a_row():
    [matched] = match_rows([row(email="ADA@example.org")], [ADA], seats=1, sees_everybody=True)
    assert matched.typed == "ADA@example.org"
    [matched] = match_rows([by_name()], [ADA], seats=1, sees_everybody=True)
    assert matched.typed == "Ada Groß, Heimstadt"
