"""The office asks and waits; results are the same for everybody who may see them."""

import re
from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.permissions import Role
from assessments.waves import queries
from assessments.waves.models import Wave
from assessments.waves.presentation import results_of
from assessments.waves.services import close_wave, withdraw_wave
from organisations.models import Function
from tests.assessments.waves.factories import (
    CLOSES_ON,
    TITLE,
    freeze,
    give_all,
    make_people,
    make_result,
    make_wave,
)
from tests.house.clock import START
from tests.house.databases import in_turn, on_sqlite_only
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_team

pytestmark = in_turn

WAVES, OWN = "/manage/waves", "/assessments/group-results"
FORM = {
    "title_de": "Wie geht es uns?",
    "title_en": "How are we?",
    "instrument": "komma-resilience",
    "municipality": "",
    "closes_on": CLOSES_ON.isoformat(),
    "follows": "",
}


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


@pytest.fixture
def team(personas):
    return personas.owner.person.team


@pytest.fixture
def people(personas, home, team):
    """Of the owner's team 10, of the municipality 18, of another one 12 more."""
    elsewhere = personas.foreigner.person.municipality
    return [
        *make_people(10, municipality=home, team=team),
        *make_people(8, municipality=home, function=Function.EXECUTIVE),
        *make_people(12, municipality=elsewhere),
    ]


def shown(page):
    """The rows of the page's tables, as texts."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    return [
        re.sub(r"\s+", " ", re.sub(r"<[^>]*>|–", " ", row)).strip() for row in rows if "<td" in row
    ]


def row_of(name, page):
    return next(row for row in shown(page) if row.startswith(name))


def test_the_office_asks_everybody_and_sees_only_how_many_were_asked(personas, people):
    office = personas.client(personas.office)
    for _ in range(7):
        make_account(municipality=personas.owner.person.municipality)
    answer = office.post(f"{WAVES}/new", data=FORM)
    assert answer.status_code == 303
    page = office.get(answer.location).text
    assert "Gefragt sind 11 Personen" in page
    assert "auch nicht, wie viele es sind" in page
    assert FORM["title_de"] in office.get(WAVES).text
    assert "Erhebung abbrechen?" in office.get(f"{answer.location}/withdraw").text
    assert office.post(f"{answer.location}/withdraw").status_code == 303
    assert "Diese Erhebung ist abgebrochen" in office.get(answer.location).text


def test_who_is_asked_reads_it_at_home(personas, home):
    others = [make_account(municipality=home).person for _ in range(7)]
    wave = make_wave([personas.owner.person, *others], title=TITLE)
    wave.general = True
    owner = personas.client(personas.owner)
    assert TITLE.de in owner.get("/").text
    assert TITLE.de not in personas.client(personas.colleague).get("/").text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title_en": ""}, "Titel in beiden Sprachen"),
        ({"closes_on": (START + timedelta(days=6)).date().isoformat()}, "ein bis zwölf Wochen"),
        ({"closes_on": (START + timedelta(days=85)).date().isoformat()}, "ein bis zwölf Wochen"),
        ({}, "weniger als 7 Personen"),
    ],
)
def test_what_cannot_be_asked_is_refused(personas, changes, message):
    answer = personas.client(personas.office).post(f"{WAVES}/new", data=FORM | changes)
    assert answer.status_code == 422
    assert message.replace("ein bis", "einer bis") in answer.text


def test_the_office_raises_k_and_cannot_lower_it(personas):
    office = personas.client(personas.office)
    address = f"{WAVES}/group-size"
    assert office.post(address, data={"k": "10"}).status_code == 303
    assert "ab 10 Antworten" in office.get(address).text
    for k in ("10", "7", "31", "zehn", ""):
        assert office.post(address, data={"k": k}).status_code == 422
    assert personas.client(personas.coordinator).get(address).status_code == 403


def test_the_office_sees_every_group_that_has_a_result(personas, people, home, team):
    wave = make_result(people)
    office = personas.client(personas.office)
    page = office.get(f"{WAVES}/{wave.label}").text
    assert "mindestens 30" in row_of("Alle zusammen", page)
    for name in (home.name, "Fernstadt", "Führungskraft", team.name.de, "Ohne Team"):
        assert "mindestens" in row_of(name, page)
    file = office.get(f"{WAVES}/{wave.label}/results.csv")
    assert file.mimetype == "text/csv"
    rows = file.get_data(as_text=True).splitlines()
    assert len(rows) == len(shown(page)) - 1 + 1  # no row for who leads politically, and a header
    assert rows[1].startswith("Alle;Alle zusammen;3,0;")
    assert personas.client(personas.coordinator).get(file.request.path).status_code == 403


def test_a_coordinator_sees_the_total_and_groups_of_their_own(personas, people, home, team):
    quiet = make_team(municipality=home, name="Stilles Amt")
    wave = make_result([*people, *make_people(3, municipality=home, team=quiet)])
    empty = make_team(municipality=home, name="Leeres Amt")
    page = personas.client(personas.coordinator).get(f"{WAVES}/{wave.label}").text
    assert "mindestens 30" in row_of("Alle zusammen", page)
    assert "mindestens" in row_of(home.name, page)
    assert "Fernstadt" not in page
    assert "Ohne Team" not in page
    # Too few have answered in one, nobody is in the other: both look the same.
    rows = [row_of(one.name.de, page).removeprefix(one.name.de) for one in (quiet, empty)]
    assert rows[0] == rows[1]
    assert "kein Gruppenergebnis" in rows[0]


def test_who_was_asked_sees_the_total_alone_whether_they_answered_or_not(personas, people, home):
    wave = make_result([*people, personas.colleague.person])
    pages = [
        personas.client(account).get(f"{OWN}/{wave.label}").text
        for account in (personas.owner, personas.colleague)
    ]
    assert "mindestens 30" in row_of("Alle zusammen", pages[0])
    assert len(shown(pages[0])) == 1
    assert without_reader(pages[0]) == without_reader(pages[1])
    listed = personas.client(personas.owner).get(OWN).text
    assert TITLE.de in listed


def without_reader(page):
    return [line for line in page.splitlines() if "csrf" not in line and "Beispiel" not in line]


def test_a_group_without_a_result_is_told_calmly(personas, home):
    wave = make_result(make_people(6, municipality=home))
    for account, address in (
        (personas.office, WAVES),
        (personas.coordinator, WAVES),
        (personas.owner, OWN),
    ):
        page = personas.client(account).get(f"{address}/{wave.label}").text
        assert "Kein Gruppenergebnis" in page
        assert "Das ist ein normales Ergebnis" in page
        assert "komma-chart" not in page
        assert "mindestens 7" not in page


def test_what_is_elsewhere_restricted_or_given_up_is_not_there(personas, people):
    elsewhere = make_result(people[18:])
    restricted = make_result(people, restricted=True)
    off = make_wave(people)
    withdraw_wave(wave=off, now=START)
    coordinator, owner = personas.client(personas.coordinator), personas.client(personas.owner)
    for wave in (elsewhere, restricted, off):
        assert coordinator.get(f"{WAVES}/{wave.label}").status_code == 404
        assert owner.get(f"{OWN}/{wave.label}").status_code == 404
        assert personas.client(personas.office).get(f"{WAVES}/{wave.label}").status_code == 200
    assert owner.get(WAVES).status_code == 403
    of_a_course = make_wave(people, title=TITLE)
    give_all(of_a_course, people)
    freeze(of_a_course)
    assert owner.get(f"{OWN}/{of_a_course.label}").status_code == 404, "courses show theirs"
    assert coordinator.get(f"{WAVES}/{of_a_course.label}").status_code == 200
    withdrawal = f"{WAVES}/{of_a_course.label}/withdraw"
    assert personas.client(personas.office).post(withdrawal).status_code == 404


@on_sqlite_only
def test_while_people_answer_no_page_of_anybody_changes(app, personas, people, home):
    """Byte for byte, but for tokens."""
    lead = make_account(Role.TEAM_LEAD, municipality=home, team=personas.owner.person.team)
    wave = make_wave([*people, personas.owner.person], title=TITLE)
    wave.general = wave.invited = True
    db.session.commit()
    own = f"{WAVES}/{wave.label}"
    seen_by = {
        lead: ("/", OWN),
        personas.owner: ("/", "/assessments", OWN),
        personas.coordinator: ("/", WAVES, own),
        personas.office: (WAVES, own, "/manage/audit", "/manage/reports"),
    }
    clients = {account: personas.client(account) for account in seen_by}

    def seen():
        return [
            [line for line in clients[account].get(page).text.splitlines() if "csrf" not in line]
            for account, pages in seen_by.items()
            for page in pages
        ]

    before = seen()
    assert TITLE.de in str(before)
    give_all(wave, people[:9])
    db.session.commit()
    assert seen() == before


def test_between_closing_and_freezing_people_read_that_it_is_computed(personas, people):
    wave = make_wave(people, title=TITLE)
    give_all(wave, people)
    close_wave(wave=wave, now=START)
    page = personas.client(personas.coordinator).get(f"{WAVES}/{wave.label}").text
    assert "Das Ergebnis wird gerade berechnet" in page
    assert results_of(wave) is None


def test_names_are_those_of_today_and_what_is_gone_has_a_neutral_word(personas, people, team):
    wave = make_result(people)
    team.name = type(team.name)(de="Neuer Name", en="New name")
    gone = {"by": "team", "cells": [CELL | {"key": "gone"}]}
    wave_of_yore = make_frozen([{"by": None, "cells": [CELL]}, gone])
    office = personas.client(personas.office)
    assert "Neuer Name" in office.get(f"{WAVES}/{wave.label}").text
    page = office.get(f"{WAVES}/{wave_of_yore.label}").text
    assert "Ein früheres Team" in page
    assert "gone" not in page
    assert "Erhebung bis" in page


@pytest.mark.parametrize(
    ("change", "spread", "words"),
    [
        (0.3, 0.8, "keine sichere Veränderung"),
        (-1.5, 0.8, "mehr, als der Zufall erklärt"),
        (0.3, None, "lässt sich nicht sagen"),
    ],
)
def test_a_change_is_told_with_what_chance_may_do(personas, people, change, spread, words):
    wave = make_frozen(
        [{"by": None, "cells": [CELL | {"mean_change": change}]}],
        spread=spread,
        follows=make_result(people),
    )
    page = personas.client(personas.office).get(f"{WAVES}/{wave.label}").text
    assert words in re.sub(r"\s+", " ", page)


CELL = {"key": None, "n_at_least": 20, "mean": 3.0}


def make_frozen(tables, **given):
    """A wave with these tables, whoever may have answered."""
    values = {
        "instrument_key": "komma-resilience",
        "instrument_version": 1,
        "state": "frozen",
        "k": 7,
        "opened_at": START,
        "closes_on": CLOSES_ON,
        "closed_at": START,
        "counts": [],
        "tables": tables,
    }
    wave = Wave(**(values | given))
    db.session.add(wave)
    db.session.flush()
    return wave


def test_the_number_of_statements_does_not_grow_with_waves_and_groups(personas, people, home):
    office, coordinator = personas.client(personas.office), personas.client(personas.coordinator)

    def count(client, *pages):
        with recorded_queries() as statements:
            for page in pages:
                assert client.get(page).status_code == 200
        return len(statements)

    def counts(wave):
        address = f"{WAVES}/{wave.label}"
        return [count(client, WAVES, address) for client in (office, coordinator)]

    first = counts(make_result(people))
    for _ in range(3):
        teams = [make_team(municipality=home) for _ in range(2)]
        more = [person for team in teams for person in make_people(8, municipality=home, team=team)]
        last = make_result([*people, *more])
    assert counts(last) == first


def test_results_are_found_beside_ones_own_self_assessments(personas, people):
    wave = make_result(people)
    assert f"{OWN}/{wave.label}" in personas.client(personas.owner).get("/assessments").text
    assert queries.list_results_for(personas.office.person) == []
