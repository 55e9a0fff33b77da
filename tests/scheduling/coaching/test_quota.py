"""Coachings count to the municipality's quota of the year; crisis talks do not."""

from datetime import UTC, datetime

import pytest

from app.kernel.db import db
from organisations.entitlements.queries import get_use
from organisations.entitlements.quotas import QuotaExhausted
from scheduling.coaching.models import CoachingOffer
from scheduling.coaching.personal_data import erase
from scheduling.coaching.services import cancel_booking
from tests.house.clock import START
from tests.organisations.entitlements.factories import limit_coachings
from tests.organisations.factories import make_municipality, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer, make_working_time

NOON = TUESDAY_AT_TEN.replace(hour=11)
EXHAUSTED = "Das Kontingent Ihrer Kommune für 2026 ist ausgeschöpft."


@pytest.fixture
def home(personas):
    home = personas.owner.person.municipality
    limit_coachings(home, 1)
    return home


@pytest.fixture
def ada(personas):
    return personas.client(personas.owner)


def used(municipality, year=2026):
    return get_use(municipality, year).used


def post(client, offer, start):
    return client.post(f"/coaching/{offer.public_id}", data={"start": f"{start:%FT%TZ}"})


def test_the_last_one_of_the_municipality_is_the_last_for_all_its_people(
    personas, ada, home, offer
):
    make_booking(offer, personas.colleague.person, TUESDAY_AT_TEN)
    answer = post(ada, offer, NOON)
    assert answer.status_code == 422
    assert EXHAUSTED in answer.text
    assert "Krisengespräche sind weiter möglich." in answer.text
    assert used(home) == 1
    foreigner = personas.client(personas.foreigner)
    assert post(foreigner, offer, NOON).status_code == 303, "other municipalities have their own"


def test_the_page_says_so_before_and_offers_no_times_that_cannot_be_had(personas, ada, home, offer):
    make_booking(offer, personas.colleague.person, TUESDAY_AT_TEN)
    page = ada.get(f"/coaching/{offer.public_id}").text
    assert EXHAUSTED in page
    assert 'type="radio"' not in page
    assert "Zu allen Angeboten" in page


def test_next_years_times_can_be_had_when_this_years_quota_is_used_up(personas, ada, home, coach):
    offer = make_offer(coach.person, horizon_days=60)
    make_booking(offer, personas.colleague.person, TUESDAY_AT_TEN)
    page = ada.get(f"/coaching/{offer.public_id}").text
    assert EXHAUSTED in page
    assert "5. Januar 2027" in page
    assert "2026, </span>" not in page


def test_cancelling_frees_it(personas, ada, home, offer):
    booking = make_booking(offer, personas.colleague.person, TUESDAY_AT_TEN)
    for _ in range(2):
        cancel_booking(booking=booking, now=START)
    assert used(home) == 0
    assert post(ada, offer, NOON).status_code == 303


def test_the_same_form_sent_twice_counts_once(personas, home, offer):
    for _ in range(2):
        make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    assert used(home) == 1


def test_crisis_talks_never_count(personas, ada, home, coach, offer):
    make_booking(offer, personas.colleague.person, TUESDAY_AT_TEN)
    crisis = make_offer(coach.person, crisis=True)
    assert EXHAUSTED not in ada.get(f"/coaching/{crisis.public_id}").text
    assert post(ada, crisis, NOON).status_code == 303
    assert used(home) == 1
    assert "Krisengespräch" in ada.get("/coaching").text


def test_an_offer_that_becomes_a_crisis_talk_later_gives_back_what_it_took(personas, home, offer):
    booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    offer.crisis = True
    cancel_booking(booking=booking, now=START)
    assert used(home) == 0


def test_who_moves_to_another_municipality_gives_back_where_it_was_taken(personas, home, offer):
    person = personas.owner.person
    booking = make_booking(offer, person, TUESDAY_AT_TEN)
    person.municipality = make_municipality()
    cancel_booking(booking=booking, now=START)
    assert (used(home), used(person.municipality)) == (0, 0)


def test_people_without_a_municipality_book_as_they_like(home, offer):
    assert make_booking(offer, make_person(), TUESDAY_AT_TEN).quota is None


def test_the_year_is_that_of_the_start_in_berlin(personas, home, coach):
    """At 23:00 UTC of New Year's Eve the new year has begun there."""
    make_working_time(coach.person, start=22, end=24, weekday=3)
    make_working_time(coach.person, start=0, end=2, weekday=4)
    offer = make_offer(coach.person, horizon_days=60)
    people = (personas.owner.person, personas.colleague.person)
    for hour, person in zip((22, 23), people, strict=True):
        make_booking(offer, person, datetime(2026, 12, 31, hour, tzinfo=UTC))
    assert (used(home, 2026), used(home, 2027)) == (1, 1)


def test_erasing_somebody_frees_what_was_to_come_and_keeps_the_count_of_what_was(
    personas, clock, home, offer
):
    limit_coachings(home, 5)
    person = personas.owner.person
    make_booking(offer, person, TUESDAY_AT_TEN)
    make_booking(offer, person, NOON)
    clock.instant = TUESDAY_AT_TEN
    erase(person.id)
    assert used(home) == 1


def test_a_refused_booking_leaves_nothing_behind(personas, home, offer):
    make_booking(offer, personas.colleague.person, TUESDAY_AT_TEN)
    with pytest.raises(QuotaExhausted):
        make_booking(offer, personas.owner.person, NOON)
    assert make_booking(offer, make_person(), NOON).takes_place


def test_the_coach_says_what_is_a_crisis_talk(personas, coach, offer):
    client = personas.client(coach)
    path = f"/manage/offers/{offer.public_id}"
    assert "Krisengespräch: zählt nicht zum Kontingent" in client.get(path).text
    data = {
        "title_de": "Nach einem Angriff",
        "title_en": "After an attack",
        "description_de": "Wir sortieren.",
        "description_en": "We sort things out.",
        "online": "y",
        "place": "Online",
        "duration_minutes": "60",
        "step_minutes": "30",
        "buffer_before_minutes": "0",
        "buffer_after_minutes": "0",
        "notice_hours": "0",
        "horizon_days": "30",
    }
    for crisis in (True, False):
        assert client.post(path, data=data | ({"crisis": "y"} if crisis else {})).status_code == 303
        assert db.session.get(CoachingOffer, offer.id).crisis is crisis
