"""Looking for a time with whoever fits: what is shown, and who it is then."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from scheduling.coaching.finding import DayTime, Place, Search, find_times, fitting_offers
from scheduling.coaching.holding import hold_slots
from scheduling.coaching.models import Booking, OfferKind
from scheduling.coaching.queries import list_offers_for
from scheduling.coaching.services import book_slot, cancel_booking
from scheduling.services import AlreadyTaken
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)

pytestmark = in_turn

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SPAN = "2026-11-24T09:00:00Z/2026-11-24T10:00:00Z"


def another_coach(name="Dora", **terms):
    coach = make_coach(given_name=name).person
    make_working_time(coach)
    return make_offer(coach, **terms)


@pytest.fixture
def other(offer):
    return another_coach()


def hold(offers, client, starts_at=TUESDAY_AT_TEN, now=START):
    held = hold_slots(offers=offers, client=client, starts=[starts_at], now=now, any_coach=True)
    return held[0].offer


def test_offers_fit_by_what_matters(coach, offer):
    team = make_offer(coach.person, most_people=8, languages=("de", "tr"), online=False)
    crisis = make_offer(coach.person, crisis=True)
    offers = list_offers_for(make_person())
    for search, fitting in (
        (Search(), [offer]),
        (Search(kind=OfferKind.CRISIS), [crisis]),
        (Search(kind=OfferKind.TEAM, language="tr", place=Place.ON_SITE), [team]),
        (Search(kind=OfferKind.TEAM, language="en"), []),
        (Search(kind=OfferKind.TEAM, place=Place.ONLINE), []),
        (Search(coach=coach.person.public_id), [offer]),
        (Search(coach="nobody"), []),
    ):
        assert fitting_offers(offers, search) == fitting, search


def test_times_are_all_coaches_in_the_order_of_time(offer, other):
    make_booking(offer, make_person(), TUESDAY_AT_TEN)
    times = find_times([offer, other], make_person(), Search(), START)
    assert [slot.start for slot in times] == sorted(slot.start for slot in times)
    who = {slot.start: able for slot, able in times.items()}
    assert who[TUESDAY_AT_TEN] == [other]
    assert who[TUESDAY_AT_TEN + HOUR] == [offer, other]


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [(DayTime.MORNING, 9, 11), (DayTime.AFTERNOON, 12, 16)],
)
def test_a_time_of_day_is_that_of_the_start_by_the_local_clock(offer, part, first, last):
    times = find_times([offer], make_person(), Search(day_time=part), START)
    hours = {(slot.start + HOUR).hour for slot in times}
    assert (min(hours), max(hours)) == (first, last)


def test_any_coach_is_the_one_booked_least_in_ninety_days(offer, other):
    long_ago = START - 91 * DAY
    for number in range(3):
        old = make_booking(other, make_person(), TUESDAY_AT_TEN + number * HOUR)
        old.booked_at = long_ago
    for number in range(2):
        make_booking(offer, make_person(), TUESDAY_AT_TEN + (4 + number) * HOUR)
    booked_and_off = make_booking(other, make_person(), TUESDAY_AT_TEN + 4 * HOUR)
    cancel_booking(booking=booked_and_off, now=START)
    later = TUESDAY_AT_TEN + 7 * DAY
    chosen = [hold([offer, other], make_person(), later + number * HOUR) for number in range(4)]
    assert chosen == [other, other, offer, other] or chosen == [other, other, offer, offer]


def test_whoever_is_taken_is_passed_over(offer, other):
    make_booking(offer, make_person(), TUESDAY_AT_TEN + HOUR)
    make_booking(other, make_person(), TUESDAY_AT_TEN)
    make_booking(other, make_person(), TUESDAY_AT_TEN + 2 * HOUR)
    assert hold([offer, other], make_person(), TUESDAY_AT_TEN + HOUR) is other
    with pytest.raises(AlreadyTaken):
        hold([offer, other], make_person(), TUESDAY_AT_TEN + HOUR)


def test_the_page_shows_the_first_free_time_and_says_who_it_is(personas, offer, other):
    ada = personas.client(personas.owner)
    page = ada.get("/coaching/find").text
    assert "Der erste freie Termin" in page
    assert "2 Coaches haben Zeit" in page
    assert "Dienstag, 24. November 2026, </span>10:00–11:00 Uhr" in page
    hold = ada.post("/coaching/find", data={"start": SPAN})
    booking = db.session.scalars(select(Booking)).one()
    assert hold.location == f"/coaching/holds/{booking.public_id}"
    page = ada.get(hold.location).text
    assert "in den letzten 90 Tagen am seltensten gebucht" in page
    assert booking.offer.coach.name in page


def test_one_coach_chosen_is_that_coach_and_needs_no_reason(personas, offer, other):
    ada = personas.client(personas.owner)
    address = f"/coaching/find?coach={other.coach.public_id}&day_time=morning"
    page = ada.get(address).text
    assert f"bei {other.coach.name}" in page
    assert "12:00–13:00 Uhr" not in page
    hold = ada.post(address, data={"start": SPAN})
    assert "am seltensten gebucht" not in ada.get(hold.location).text
    assert db.session.scalars(select(Booking)).one().offer == other


def test_offers_of_another_length_are_not_taken_for_it(personas, offer):
    another_coach(duration_minutes=45)
    ada = personas.client(personas.owner)
    page = ada.get("/coaching/find").text
    assert "10:00–11:00 Uhr" in page
    assert "10:00–10:45 Uhr" in page
    half = {"start": "2026-11-24T09:00:00Z/2026-11-24T09:30:00Z"}
    assert ada.post("/coaching/find", data=half).status_code == 404


@pytest.mark.parametrize("start", [None, "2026-11-24T09:00:00Z", f"{SPAN[21:]}/{SPAN[:20]}", "x/y"])
def test_without_a_choice_nothing_is_reserved(personas, offer, start):
    data = {} if start is None else {"start": start}
    answer = personas.client(personas.owner).post("/coaching/find?kind=individual", data=data)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Uhrzeit." in answer.text


def test_strange_wishes_are_no_wishes(personas, offer):
    ada = personas.client(personas.owner)
    address = "/coaching/find?kind=x&coach=x&place=x&_external=1&_scheme=javascript&week=x"
    page = ada.get(address)
    assert page.status_code == 200
    assert "javascript" not in page.text.split("<main")[1]


def test_nothing_found_says_what_to_change(personas, offer):
    page = personas.client(personas.owner).get("/coaching/find?day_time=evening").text
    assert "Zurzeit ist nichts frei" in page
    assert "Lassen Sie mehr offen" in page


def test_without_any_offer_there_is_nothing_to_look_through(personas):
    client = personas.client(personas.owner)
    assert client.get("/coaching/find").location == "/coaching"


def test_a_deputy_books_in_one_go(offer):
    ada = make_account().person
    booking = book_slot(offer=offer, client=ada, starts_at=TUESDAY_AT_TEN, now=START)
    assert (booking.takes_place, booking.any_coach) == (True, False)
