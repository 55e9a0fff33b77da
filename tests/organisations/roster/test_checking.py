"""What is said of each row of a list."""

from dataclasses import replace

import pytest

from organisations.roster.checking import (
    Finding,
    Known,
    Outcome,
    Problem,
    check_rows,
    preview_of,
)
from organisations.roster.reading import Column, Row
from organisations.roster.vocabulary import FUNCTIONS, LANGUAGES, ROLES

OFFICE = Known(
    functions=FUNCTIONS,
    roles=ROLES,
    languages=LANGUAGES,
    municipalities={"gross-trebelow": "trebelow", "neustedt": "neustedt"},
    allowed_roles=frozenset(ROLES.values()),
    roles_at_home=frozenset({"trainee", "team_lead", "coordinator"}),
    roles_with_function=frozenset({"trainee"}),
    usual_role="trainee",
    usual_language="de",
    taken=frozenset({"da@example.org"}),
)
COORDINATOR = replace(
    OFFICE,
    municipalities={"neustedt": "neustedt"},
    allowed_roles=frozenset({"trainee", "team_lead"}),
    home="neustedt",
)


def row(number: int = 2, **changes: str | None) -> Row:
    cells = {
        "given_name": "Änne",
        "family_name": "Groß",
        "email": "Aenne@example.org",
        "function": "Führungskraft",
        "municipality": "Groß Trebelow",
    } | changes
    return Row(number, {Column(name): text for name, text in cells.items() if text})


def findings(one: Row, known: Known = OFFICE) -> list[Finding]:
    return list(check_rows([one], known)[0].findings)


def test_a_good_row_becomes_a_person():
    [checked] = check_rows([row(roles="Teilnahme, Teamleitung", language="Englisch")], OFFICE)
    assert (checked.outcome, checked.findings) == (Outcome.READY, ())
    assert checked.entry.email == "aenne@example.org"
    assert checked.entry.function == "executive"
    assert checked.entry.roles == {"trainee", "team_lead"}
    assert (checked.entry.language, checked.entry.municipality) == ("en", "trebelow")


def test_what_is_left_empty_is_the_usual():
    entry = check_rows([row(municipality=None)], COORDINATOR)[0].entry
    assert entry.roles == {"trainee"}
    assert (entry.language, entry.municipality) == ("de", "neustedt")


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"given_name": None}, Finding(Problem.MISSING, Column.GIVEN_NAME)),
        ({"family_name": None}, Finding(Problem.MISSING, Column.FAMILY_NAME)),
        ({"email": None}, Finding(Problem.MISSING, Column.EMAIL)),
        ({"email": "aenne"}, Finding(Problem.NO_ADDRESS, Column.EMAIL, "aenne")),
        (
            {"email": "a@b@example.org"},
            Finding(Problem.NO_ADDRESS, Column.EMAIL, "a@b@example.org"),
        ),
        ({"given_name": "x" * 81}, Finding(Problem.TOO_LONG, Column.GIVEN_NAME)),
        ({"team": "x" * 121}, Finding(Problem.TOO_LONG, Column.TEAM)),
        ({"function": None}, Finding(Problem.MISSING, Column.FUNCTION)),
        ({"function": "König"}, Finding(Problem.UNKNOWN, Column.FUNCTION, "König")),
        ({"language": "Latein"}, Finding(Problem.UNKNOWN, Column.LANGUAGE, "Latein")),
        ({"roles": "Teilnahme/Zauberei"}, Finding(Problem.UNKNOWN, Column.ROLES, "Zauberei")),
        ({"municipality": None}, Finding(Problem.MISSING, Column.MUNICIPALITY)),
        ({"municipality": "Atlantis"}, Finding(Problem.UNKNOWN, Column.MUNICIPALITY, "Atlantis")),
    ],
)
def test_what_is_wrong_is_said_once_and_at_its_cell(changes, finding):
    [checked] = check_rows([row(**changes)], OFFICE)
    assert (checked.outcome, checked.findings) == (Outcome.WRONG, (finding,))


def test_cells_that_have_slipped_make_a_row_wrong():
    assert findings(replace(row(), surplus=True)) == [Finding(Problem.SURPLUS)]


@pytest.mark.parametrize("role", ["Koordination", "Trainerin", "Coach", "Programmbüro"])
def test_coordinators_give_only_two_roles(role):
    known = row(municipality="Neustedt", roles=role)
    assert findings(known) == []
    assert findings(known, COORDINATOR) == [Finding(Problem.FORBIDDEN, Column.ROLES, role)]


def test_coordinators_add_people_to_their_own_municipality_only():
    assert findings(row(), COORDINATOR) == [
        Finding(Problem.UNKNOWN, Column.MUNICIPALITY, "Groß Trebelow")
    ]


def test_trainers_and_coaches_need_neither_function_nor_municipality():
    assert findings(row(roles="Training", function=None, municipality=None)) == []
    with_team = row(roles="Training", function=None, municipality=None, team="Bauamt")
    assert findings(with_team) == [Finding(Problem.MISSING, Column.MUNICIPALITY)]


def test_an_address_that_stands_there_twice_names_the_other_rows():
    rows = [row(2), row(3, email="other@example.org"), row(4, email="AENNE@example.org"), row(9)]
    checked = check_rows(rows, OFFICE)
    assert [one.outcome for one in checked] == [
        Outcome.WRONG, Outcome.READY, Outcome.WRONG, Outcome.WRONG,
    ]  # fmt: skip
    assert [finding.rows for finding in checked[2].findings] == [(2, 9)]


def test_rows_without_an_address_are_not_the_same_person():
    checked = check_rows([row(2, email=None), row(3, email=None)], OFFICE)
    assert {one.findings for one in checked} == {(Finding(Problem.MISSING, Column.EMAIL),)}


def test_who_has_an_account_is_left_out():
    [checked] = check_rows([row(email="Da@example.org")], OFFICE)
    assert checked.outcome is Outcome.LEFT_OUT


@pytest.mark.parametrize("sign", "=+-@")
def test_what_begins_like_a_formula_is_told_and_kept_as_text(sign):
    text = f"{sign}SUMME(A1)"
    [checked] = check_rows([row(team=text)], OFFICE)
    assert checked.findings == (Finding(Problem.LIKE_A_FORMULA, Column.TEAM, text),)
    assert (checked.outcome, checked.entry.team) == (Outcome.READY, text)


def test_rows_are_parted_by_what_becomes_of_them():
    rows = [
        row(2),
        row(3, email=None),
        row(4, email="da@example.org"),
        row(5, email="e@example.org"),
    ]
    preview = preview_of(check_rows(rows, OFFICE))
    assert [one.number for one in preview.wrong] == [3]
    assert [one.number for one in preview.left_out] == [4]
    assert [one.number for one in preview.ready] == [2, 5]
