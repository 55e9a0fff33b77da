"""On a situation's page, whom one's own municipality has for it, and what it has decided on."""

import pytest

from app.kernel.db import db
from exchange.alliances.duties.models import Duty, Part, Responsibility
from exchange.alliances.helping.queries import FIRST_CONTACT
from exchange.procedures.writing.queries import list_shelves
from exchange.procedures.writing.services import set_aside
from organisations.topics.content_loading import load_topics
from organisations.topics.queries import list_situations
from tests.exchange.alliances.factories import make_contact, make_partner
from tests.exchange.procedures.factories import make_version
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import _saved

pytestmark = in_turn

KEY = "meeting_broken_off"
PAGE = f"/situations/{KEY}"


@pytest.fixture
def home(personas):
    return personas.owner.person.municipality


@pytest.fixture
def situation(app):
    load_topics()
    return next(one for one in list_situations() if one.key == KEY)


@pytest.fixture
def version(situation, personas):
    return make_version(personas.coordinator.person, situation=KEY, title="Abend abbrechen")


def test_first_whom_to_call_then_what_to_do_then_words(situation, version, home, personas):
    helps = make_partner(home, name="Mobile Beratung", situations=[situation])
    make_contact(helps, name="Samira Benali", phone="030 23125 299")
    make_contact(helps, name="Jan Petersen", released=False)
    make_partner(home, name="Wer anderswo hilft")
    page = personas.client(personas.owner).get(PAGE).text
    begin = f"/cases/new/{version.procedure.public_id}?situation={KEY}"
    order = [
        "Wen Sie anrufen",
        "Mobile Beratung",
        'href="tel:03023125299"',
        f'href="/alliances/{home.public_id}/help"',
        "Was jetzt zu tun ist",
        "Abend abbrechen",
        f'href="{begin}"',
        f'href="/exercises/new?procedure={version.procedure.public_id}"',
        "Worte, die Sie jetzt brauchen",
    ]
    found = [page.index(each) for each in order]
    assert found == sorted(found)
    assert "Jan Petersen" not in page
    assert "Wer anderswo hilft" not in page
    chosen = f'selected value="{KEY}"'
    assert chosen in personas.client(personas.owner).get(begin).text


def test_nobody_is_shown_what_another_municipality_has(situation, version, home, personas):
    make_partner(home, name="Mobile Beratung", situations=[situation])
    for other in (personas.foreigner, personas.trainer, personas.office):
        page = personas.client(other).get(PAGE).text
        for words in ("Wen Sie anrufen", "Mobile Beratung", "Was jetzt zu tun ist", "Abend abbr"):
            assert words not in page


def test_who_coordinates_is_led_to_writing_what_is_missing(situation, personas):
    coordinator = personas.client(personas.coordinator)
    new = f"/municipality/procedures/new?situation={KEY}"
    assert f'href="{new}"' in coordinator.get(PAGE).text
    for other in (personas.owner, personas.office, personas.trainer):
        assert "Noch kein Verfahren" not in personas.client(other).get(PAGE).text
    assert f'href="{new}"' in coordinator.get("/procedures").text
    assert f'href="{new}"' in coordinator.get(f"/procedures?situation={KEY}").text
    assert 'value="escalated_event" checked' in coordinator.get(new).text
    begun = coordinator.post(new, data={"template": "online_hate"}).location
    page = coordinator.get(PAGE).text
    assert f'href="{new}"' not in page
    assert begun.replace("/edit", "/draft") in page
    [shelf] = list_shelves(personas.coordinator)
    assert KEY in shelf.draft.situations, "although the template is for others"
    empty = coordinator.get("/municipality/procedures/new?situation=smiled_at").text
    assert 'value="empty" checked' in empty


def test_where_nobody_helps_in_it_one_is_led_to_who_listens(situation, home, personas):
    duty = db.session.query(Duty).filter_by(key=FIRST_CONTACT).one()
    first = make_partner(home, name="Stabsstelle", phone="030 23125 110")
    part = Part.RESPONSIBLE
    _saved(Responsibility(municipality_id=home.id, duty_id=duty.id, partner_id=first.id, part=part))
    page = personas.client(personas.owner).get(PAGE).text
    assert "Stabsstelle hört zu" in page
    assert 'href="tel:03023125110"' in page


def test_what_holds_no_more_is_not_to_be_done(version, personas):
    client = personas.client(personas.owner)
    assert "Abend abbrechen" in client.get(PAGE).text
    set_aside(procedure=version.procedure, actor=personas.coordinator.person, now=START)
    assert "Abend abbrechen" not in client.get(PAGE).text
    assert "Abend abbrechen" not in client.get("/situations/online_hate").text


def test_the_page_asks_as_much_for_many_as_for_few(situation, version, home, personas):
    client = personas.client(personas.owner)

    def add():
        make_contact(make_partner(home, situations=[situation]))
        make_version(personas.coordinator.person, situation=KEY)

    def asked():
        with recorded_queries() as statements:
            client.get(PAGE)
        return len(statements)

    add()
    few = asked()
    for _ in range(3):
        add()
    assert asked() == few
