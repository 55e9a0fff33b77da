"""Who helps now: the numbers that matter, the most urgent first, for the people at home."""

import pytest

from exchange.alliances.duties.models import Part, Responsibility
from exchange.alliances.helping.queries import FIRST_CONTACT
from tests.exchange.alliances.factories import make_contact, make_duty, make_partner
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import _saved, make_situation

pytestmark = in_turn


@pytest.fixture
def sheet(home):
    """A crisis line, a first contact, and somebody who helps in one situation."""
    situation = make_situation()
    make_partner(home, name="Krisendienst", phone="030 23125 222", round_the_clock=True)
    first = make_partner(home, name="Stabsstelle", phone="030 23125 110")
    _saved(
        Responsibility(
            municipality_id=home.id,
            duty_id=make_duty(FIRST_CONTACT).id,
            partner_id=first.id,
            part=Part.RESPONSIBLE,
        )
    )
    helps = make_partner(home, name="Opferberatung", phone="", situations=[situation])
    make_contact(helps, name="Samira Benali", phone="030 23125 201", emergency=True)
    return situation


def test_the_most_urgent_comes_first(reader, at, sheet):
    page = reader.get(at("/help")).text
    order = [
        'href="tel:110"',
        'href="tel:112"',
        'href="tel:03023125222"',
        "im Notfall jederzeit",
        "Stabsstelle hört zu",
        sheet.text.de,
        "Alle Anlaufstellen",
    ]
    found = [page.index(each) for each in order]
    assert found == sorted(found)


def test_a_sheet_that_a_coordinator_hangs_up_names_nobody_who_is_not_released(
    coordinator, at, home, sheet
):
    hidden = make_contact(make_partner(home), name="Jan Petersen", released=False, emergency=True)
    assert hidden.name not in coordinator.get(at("/help")).text


def test_the_footers_page_has_the_municipalitys_numbers_for_those_who_belong_to_it(
    client, reader, personas, at, sheet
):
    assert "Krisendienst" in (page := reader.get("/help").text)
    assert at("/help") in page
    assert page.index("Krisendienst") < page.index("TelefonSeelsorge")
    for other in (client, personas.client(personas.foreigner), personas.client(personas.trainer)):
        page = other.get("/help").text
        assert "Krisendienst" not in page
        assert "TelefonSeelsorge" in page


def test_without_partners_one_is_led_to_help_for_all(reader, at):
    page = reader.get(at("/help")).text
    assert "Für Ihre Kommune ist noch niemand eingetragen" in page
    assert 'href="/help"' in page
    assert 'href="tel:110"' in page


def test_who_cannot_be_reached_helps_nobody(reader, at, home):
    make_partner(home, name="Stumme Stelle", phone="", situations=[make_situation()])
    assert "Stumme Stelle" not in reader.get(at("/help")).text


def test_the_page_asks_as_much_for_many_as_for_few(reader, at, home, sheet):
    def asked() -> int:
        with recorded_queries() as statements:
            reader.get(at("/help"))
        return len(statements)

    few = asked()
    for _ in range(4):
        make_contact(make_partner(home, situations=[make_situation()]))
    assert asked() == few
