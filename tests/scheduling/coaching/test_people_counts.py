"""The office sees how many people have coaching, from seven different people on."""

from datetime import timedelta

import pytest
from lxml import html

from scheduling.coaching.models import BookingParticipant, Side
from scheduling.coaching.people_counts import count_people
from scheduling.coaching.services import cancel_booking
from tests.house.clock import START
from tests.organisations.factories import make_municipality, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer

HOUR = timedelta(hours=1)


@pytest.fixture
def town(app):
    return make_municipality(name="Musterstadt")


@pytest.fixture
def six(town, offer):
    """Appointments of six people of the town, from nine o'clock on."""
    return [
        make_booking(offer, make_person(municipality=town), TUESDAY_AT_TEN + hour * HOUR)
        for hour in range(-1, 5)
    ]


def counts_of(town, year=2026):
    [found] = [one.by_kind for one in count_people(year) if one.municipality == town.name]
    return dict(found)


def test_people_are_counted_and_not_their_appointments(town, offer, six):
    make_booking(offer, six[0].client, TUESDAY_AT_TEN + 5 * HOUR)
    assert counts_of(town) == {}
    make_booking(offer, make_person(municipality=town), TUESDAY_AT_TEN + 6 * HOUR)
    assert counts_of(town) == {"individual": 7}
    assert counts_of(town, 2027) == {}


def test_what_was_called_off_does_not_count(town, offer, six):
    seventh = make_booking(offer, make_person(municipality=town), TUESDAY_AT_TEN + 5 * HOUR)
    cancel_booking(booking=seventh, now=START, by=Side.COACH)
    assert counts_of(town) == {}


def test_who_was_taken_along_counts_for_their_own_municipality(town, coach):
    team = make_offer(coach.person, most_people=10)
    booking = make_booking(team, make_person(municipality=town), TUESDAY_AT_TEN)
    others = [make_person(municipality=town) for _ in range(6)]
    booking.participants = [BookingParticipant(person=one) for one in (*others, make_person())]
    assert counts_of(town) == {"team": 7}


def test_the_office_reads_no_number_below_seven(personas, town, offer, six):
    make_booking(offer, make_person(municipality=town), TUESDAY_AT_TEN + 5 * HOUR)
    make_municipality(name="Kleindorf")
    page = personas.client(personas.office).get("/manage/entitlements").text
    table = html.fromstring(page).xpath("//table")[-1]
    rows = {
        row.xpath("string(th)").strip(): [
            cell.xpath("string(span[@class='komma-table__value'])").strip()
            for cell in row.xpath("td")
        ]
        for row in table.xpath("tbody/tr")
    }
    few = "weniger als 7"
    assert rows["Musterstadt"] == ["7", few, few]
    assert rows["Kleindorf"] == [few, few, few]
