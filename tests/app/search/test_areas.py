"""Whoever may open something finds it, and for everybody else it is neither found nor counted."""

import re
from html import unescape

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from app.kernel.db import db
from app.kernel.feature import Feature
from app.kernel.permissions import Role
from app.kernel.search import Hit, SearchArea
from exchange.toolbox.content_loading import update_aids
from organisations.accounts.models import Account
from tests.app.search.world import BOTH, RARE, fill, fill_home
from tests.courses.factories import make_course
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.demo import copied_demo
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

FOR_ALL = {"articles", "situations", "courses"}
AT_HOME = FOR_ALL | {
    "cohorts",
    "municipal_texts",
    "procedures",
    "alliance_partners",
    "strategies",
}
#: Who finds what, each thing once. All else is called by the same word and found by nobody.
FOUND = {
    "owner": AT_HOME | {"appointments"},
    "colleague": AT_HOME,
    "foreigner": FOR_ALL,
    "trainer": FOR_ALL,
    "coordinator": AT_HOME | {"people"},
    "foreign_coordinator": FOR_ALL,
    "office": FOR_ALL | {"cohorts", "alliance_partners", "people", "municipalities"},
    "guest_partner": {"courses"},
    "deputy": set(),
}


@pytest.fixture
def world(personas):
    update_aids(START)
    fill(personas)


def account_of(personas, who):
    if who == "foreign_coordinator":
        return make_account(Role.COORDINATOR, municipality=make_municipality())
    if who in {"guest_partner", "deputy"}:
        return make_account(Role(who), function=None)
    return getattr(personas, who)


def search(client, phrase):
    answer = client.get("/search", query_string={"q": phrase})
    assert answer.status_code == 200
    return answer.text


def areas_in(page):
    return re.findall(r'<h3 [^>]*id="area-(\w+)"', page)


def links_in(page):
    hits = "".join(re.findall(r'<ul class="komma-found__hits">(.*?)</ul>', page, re.DOTALL))
    return [unescape(address) for address in re.findall(r'<a [^>]*href="([^"]+)"', hits)]


@pytest.mark.parametrize("who", FOUND)
def test_everyone_finds_what_they_may_open_and_nothing_else(world, personas, who):
    client = personas.client(account_of(personas, who))
    page = search(client, RARE)
    assert (set(areas_in(page)), len(links_in(page))) == (FOUND[who], len(FOUND[who]))
    number = f"{len(FOUND[who])} Treffer" if FOUND[who] else "Nichts gefunden"
    assert number in page
    assert all(client.get(link).status_code in {200, 303} for link in links_in(page))


@pytest.mark.parametrize("who", ["owner", "foreigner", "trainer", "office", "guest_partner"])
def test_aids_are_for_those_who_may_use_the_toolbox(world, personas, who):
    page = search(personas.client(account_of(personas, who)), "Stellungnahme")
    assert ("aids" in areas_in(page)) == (who != "guest_partner")


def test_pages_are_found_by_their_names_if_one_may_go_there(personas):
    owner, office = personas.client(personas.owner), personas.client(personas.office)
    assert "/manage/audit" not in links_in(search(owner, "Prüfprotokoll"))
    assert "/manage/audit" in links_in(search(office, "Prüfprotokoll"))
    assert "/calendar" in links_in(search(owner, "Kalender"))
    assert "/help" in links_in(search(owner, "Anlaufstelle"))


def test_asking_takes_as_many_statements_however_much_there_is(world, personas):
    clients = [personas.client(one) for one in (personas.owner, personas.office)]
    first = [count_statements(client) for client in clients]
    for number in ("2", "3"):
        course = make_course(title=BOTH)
        fill_home(personas, personas.owner.person.municipality, course, number)
    assert [count_statements(client) for client in clients] == first
    assert max(first) <= 30


def count_statements(client):
    search(client, RARE)  # what is remembered from one request to the next is there by now
    with recorded_queries() as statements:
        search(client, RARE)
    return len(statements)


def test_an_area_that_fails_says_so_and_keeps_nothing_from_the_others(world, personas, monkeypatch):
    def fail(phrase, _most):
        db.session.execute(text("SELECT no_such_column WHERE :words = 1"), {"words": phrase})
        return [Hit("never", "/")]

    broken = Feature("broken", search=(SearchArea("broken", "Kaputtes", fail, order=12),))
    house = personas.app.extensions["komma"]
    monkeypatch.setattr(house, "features", [broken, *house.features])
    client = personas.client(personas.owner)
    with capture_logs() as logs:
        page = search(client, RARE)
    assert set(areas_in(page)) == FOUND["owner"] | {"broken"}
    assert "Hier konnte gerade nicht gesucht werden" in page
    assert "search_area_failed" in str(logs)
    assert RARE not in str(logs)


@pytest.mark.sqlite
def test_in_the_demo_every_hit_of_everyone_leads_to_a_page(demo_template, tmp_path):
    with copied_demo(demo_template, tmp_path) as app, app.app_context():
        for account in db.session.scalars(select(Account)).all():
            client = app.test_client()
            client.sign_in(account)
            links = {
                link
                for phrase in ("Drohung", "Allianz", "Kommune", "Kurs", "e")
                for link in links_in(search(client, phrase))
            }
            assert links
            for link in links:
                assert client.get(link).status_code in {200, 303}, (account.email, link)
