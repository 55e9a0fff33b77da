"""The pages of learning units: reading, going on, coming back."""

import pytest

from courses.learning.queries import progress_in
from tests.courses.factories import add_units, make_cohort, make_course, make_self_paced_course
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn


@pytest.fixture
def course(app):
    return make_self_paced_course(slug="reading")


@pytest.fixture
def owner(personas):
    return personas.client(personas.owner)


def words(answer):
    return " ".join(answer.text.split())


def test_a_unit_is_read_and_leads_to_the_next(owner, course):
    page = owner.get("/courses/reading/units/unit-1")
    assert "Lerneinheit 1 von 3 · 20 Minuten" in words(page)
    assert "<h2>Was 1 sagt</h2>" in page.text
    assert "<title>Lerneinheit" in page.text, "no topic in the browser's list of pages"
    answer = owner.post("/courses/reading/units/unit-1")
    assert (answer.status_code, answer.location) == (303, "/courses/reading/units/unit-2")
    assert "1 von 3" in words(owner.get(answer.location))


def test_the_last_one_leads_back_to_the_course(owner, course):
    for number in (1, 2, 3):
        answer = owner.post(f"/courses/reading/units/unit-{number}")
    assert answer.location == "/courses/reading"
    page = words(owner.get(answer.location))
    assert "Geschafft! Sie haben den Kurs abgeschlossen." in page
    assert "Sie haben diesen Kurs abgeschlossen" in page
    assert page.count("bearbeitet") == 3


def test_the_course_says_how_far_one_is_and_goes_on_there(owner, course):
    page = owner.get("/courses/reading")
    assert "Kurs beginnen" in page.text
    assert "Termine" not in page.text.split("<main")[1].split("</main")[0]
    owner.post("/courses/reading/units/unit-1")
    page = owner.get("/courses/reading")
    assert "Weitermachen" in page.text
    assert 'href="/courses/reading/units/unit-2"' in page.text


def test_a_unit_can_be_opened_again(owner, personas, course):
    owner.post("/courses/reading/units/unit-1")
    assert "Wieder öffnen" in owner.get("/courses/reading/units/unit-1").text
    answer = owner.post("/courses/reading/units/unit-1/reopen")
    assert answer.location == "/courses/reading/units/unit-1"
    page = owner.get(answer.location)
    assert "Die Lerneinheit ist wieder offen." in page.text
    assert "Fertig, weiter" in page.text
    assert not progress_in(personas.owner.person, course).begun


def test_nobody_sees_what_another_has_read(owner, personas, course):
    owner.post("/courses/reading/units/unit-1")
    for account in (personas.colleague, personas.trainer, personas.coordinator, personas.office):
        page = words(personas.client(account).get("/courses/reading"))
        assert "bearbeitet" not in page
        assert "Ihr Stand" not in page


def test_a_live_course_has_its_units_to_read_beside(owner):
    live = make_course(slug="live")
    add_units(live, 2)
    make_cohort(course=live)
    page = words(owner.get("/courses/live"))
    assert "Zum Vor- und Nachlesen" in page
    assert "Termine" in page
    owner.post("/courses/live/units/unit-1")
    owner.post("/courses/live/units/unit-2")
    page = words(owner.get("/courses/live"))
    assert "Sie haben alle Lerneinheiten dieses Kurses bearbeitet." in page
    assert "Sie haben diesen Kurs abgeschlossen" not in page


def test_unknown_courses_and_units_are_not_found(owner, course):
    make_self_paced_course(slug="other", units=4)
    for address in (
        "/courses/nothing/units/unit-1",
        "/courses/reading/units/unit-4",
        "/courses/reading/units/nothing",
    ):
        assert owner.get(address).status_code == 404
        assert owner.post(address).status_code == 404
        assert owner.post(f"{address}/reopen").status_code == 404


def test_strangers_are_asked_to_sign_in(client, course):
    answer = client.get("/courses/reading/units/unit-1")
    assert answer.status_code in (302, 303)
    assert answer.location.startswith("/login")


def test_the_catalogue_says_that_no_date_is_needed(owner, course):
    assert "Jederzeit, ohne Termin" in owner.get("/courses").text


def test_more_units_take_no_more_queries(owner, course):
    make_self_paced_course(slug="long", units=9)
    owner.get("/courses/reading/units/unit-2")
    counts = []
    for slug in ("reading", "long"):
        with recorded_queries() as statements:
            owner.get(f"/courses/{slug}/units/unit-2")
        counts.append(len(statements))
    assert counts[0] == counts[1]
