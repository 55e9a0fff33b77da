"""The page of a scenario: choosing, seeing what comes of it, going back, playing again."""

import pytest

from app.kernel.db import db
from courses.learning.models import ScenarioPlay
from courses.learning.queries import progress_in
from tests.courses.factories import add_unit_of_kind, make_course
from tests.courses.learning import contents
from tests.house.databases import on_sqlite_only

pytestmark = on_sqlite_only
ADDRESS = "/courses/reading/units/scenario"


@pytest.fixture
def unit(app):
    return add_unit_of_kind(make_course(slug="reading"), "scenario", contents.scenario())


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def token(page):
    """What the forms of the page carry; an empty one where nothing has been chosen yet."""
    _, _, rest = page.text.partition('name="based_on"')
    return rest.partition('value="')[2].partition('"')[0]


def choose(client, number, page=None):
    page = page or client.get(ADDRESS)
    data = {"choice": number, "based_on": token(page)}
    return client.post(f"{ADDRESS}/scenario/choose", data=data)


def go_back(client, steps):
    data = {"steps": steps, "based_on": token(client.get(ADDRESS))}
    return client.post(f"{ADDRESS}/scenario/back", data=data)


def test_a_choice_shows_its_consequence_and_an_end_its_debrief(owner, personas, unit):
    page = owner.get(ADDRESS)
    assert "Worum es geht." in page.text
    assert "Der Saal ist laut." in page.text
    assert "Gut gelöst." not in page.text
    answer = choose(owner, 0)
    assert (answer.status_code, answer.location) == (303, f"{ADDRESS}#now")
    page = owner.get(ADDRESS)
    assert "Nach Unterbrechen." in page.text
    assert "Es ist Pause." in page.text
    assert not progress_in(personas.owner.person, unit.course).begun
    choose(owner, 0)
    page = owner.get(ADDRESS)
    assert "Gut gelöst." in page.text
    assert "Sie haben 1 von 2 Ausgängen gesehen." in page.text
    assert progress_in(personas.owner.person, unit.course).has(unit)


def test_one_goes_back_to_a_decision_or_to_the_start(owner, personas, unit):
    choose(owner, 0)
    choose(owner, 0)
    go_back(owner, 1)
    page = owner.get(ADDRESS).text
    assert "Es ist Pause." in page
    assert "So entscheide ich mich" in page
    go_back(owner, 0)
    choose(owner, 1)
    page = owner.get(ADDRESS).text
    assert "Besser früher." in page
    assert "Sie haben 2 von 2 Ausgängen gesehen." in page
    assert progress_in(personas.owner.person, unit.course).has(unit), "what was reached stays"


def test_another_device_goes_on_where_the_first_one_stood(owner, personas, unit):
    choose(owner, 0)
    assert "Es ist Pause." in personas.client(personas.owner).get(ADDRESS).text
    assert "Der Saal ist laut." in personas.client(personas.colleague).get(ADDRESS).text


def test_an_old_form_changes_nothing(owner, unit):
    old = owner.get(ADDRESS)
    choose(owner, 0, old)
    for number in (0, 1):
        assert choose(owner, number, old).status_code == 303
        assert "Es ist Pause." in owner.get(ADDRESS).text


def test_what_there_is_not_cannot_be_chosen(owner, unit):
    for number in (2, -1, "x", "", 10**30):
        answer = choose(owner, number)
        assert answer.status_code == 422
        assert "Bitte wählen Sie, was Sie tun." in answer.text
    for steps in (1, -1, "x", 9999):
        assert go_back(owner, steps).status_code == 404
    assert db.session.query(ScenarioPlay).count() == 0


def test_a_form_that_no_page_sends_is_refused(owner, unit):
    for based_on in ("x", "x" * 300_000):
        data = {"choice": 0, "based_on": based_on}
        assert owner.post(f"{ADDRESS}/scenario/choose", data=data).status_code == 422
        data = {"steps": 0, "based_on": based_on}
        assert owner.post(f"{ADDRESS}/scenario/back", data=data).status_code in (303, 404)
    assert db.session.query(ScenarioPlay).count() == 0


def test_a_scenario_that_was_changed_begins_anew(owner, unit):
    choose(owner, 0)
    stored = contents.scenario()
    stored["nodes"]["hall"]["situation"] = contents.both("Der Saal ist voll.")
    unit.content = stored
    assert "Der Saal ist voll." in owner.get(ADDRESS).text
    choose(owner, 1)
    assert "Es wird lauter." in owner.get(ADDRESS).text
