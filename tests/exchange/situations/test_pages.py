"""From what happened to what helps, in two clicks."""

import pytest

from app.kernel.content import read_content
from app.kernel.db import db
from app.kernel.feature import Feature, Panel
from app.kernel.permissions import Role
from courses.catalogue.content_loading import load_courses
from courses.catalogue.models import CourseStatus
from exchange.situations.queries import CONTENT
from organisations.topics import content_loading as topics
from organisations.topics.content_loading import load_topics
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account

pytestmark = in_turn

PAGE = "/situations/meeting_broken_off"


@pytest.fixture
def loaded(app):
    load_topics()
    load_courses(START)


def test_every_shipped_situation_has_its_first_steps():
    steps = read_content(CONTENT)
    assert set(steps) == {
        entry["key"] for entry in read_content(topics.CONTENT / "situations.yaml")
    }
    assert all(len(of_one) >= 4 for of_one in steps.values())


def test_two_clicks_from_the_dashboard_lead_to_everything_that_helps(loaded, personas):
    client = personas.client(personas.owner)
    assert 'href="/situations"' in client.get("/").text
    assert f'href="{PAGE}"' in client.get("/situations").text
    page = client.get(PAGE).text
    for words in (
        "Bringen Sie zuerst die Menschen hinaus",
        "Anlaufstellen und Notrufe",
        'href="/coaching/find?kind=crisis"',
        'href="/toolbox/aids/evening-rules"',
        'href="/courses?situation=meeting_broken_off#results"',
    ):
        assert words in page
    assert "Informationsabend" not in page.split("</title>")[0], "others may see the window"
    assert client.get("/situations/unknown").status_code == 404


def test_whoever_books_no_coaching_is_offered_none(loaded, personas):
    page = personas.client(personas.trainer).get(PAGE).text
    assert "/coaching/find" not in page
    deputy = make_account(Role.DEPUTY, function=None)
    assert personas.client(deputy).get(PAGE).status_code == 403
    assert 'href="/situations"' not in personas.client(deputy).get("/").text


def test_other_parts_show_what_they_have_for_it(app, loaded, personas, monkeypatch):
    told = Panel("situation_page", lambda situation: f"Verfahren für {situation.key}")
    part = Feature(name="another part", panels=(told,))
    house = app.extensions["komma"]
    monkeypatch.setattr(house, "features", [*house.features, part])
    assert "Verfahren für meeting_broken_off" in personas.client(personas.owner).get(PAGE).text


def test_the_page_asks_a_fixed_number_of_questions(app, personas):
    load_topics()
    client = personas.client(personas.owner)

    def asked():
        db.session.flush()
        db.session.expire_all()
        with recorded_queries() as statements:
            client.get(PAGE)
        return len(statements)

    [_first, *others] = load_courses(START)
    many = asked()
    for other in others:
        other.status = CourseStatus.ARCHIVED
    assert asked() == many
