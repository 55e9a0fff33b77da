"""Finding a coach, booking, and one's appointments, page by page and person by person."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.permissions import Role
from organisations.accounts.models import RoleGrant
from scheduling.coaching.models import Booking
from scheduling.coaching.offering import switch_offer
from tests.house.clock import START
from tests.house.databases import in_turn, on_sqlite_only
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer
from tests.scheduling.factories import make_event

pytestmark = in_turn

HOUR = timedelta(hours=1)
TEN = "2026-11-24T09:00:00Z"


@pytest.fixture
def ada(personas):
    return personas.client(personas.owner)


@pytest.fixture
def booking(personas, offer):
    return make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)


def test_offers_are_shown_with_their_coach(ada, coach, offer):
    closed = make_offer(coach.person)
    switch_offer(offer=closed, active=False, actor=coach.person, now=START)
    page = ada.get("/coaching").text
    assert offer.title.de in page
    assert coach.person.name in page
    assert closed.title.de not in page
    assert ada.get(f"/coaching/{closed.public_id}").status_code == 404


def test_crisis_talks_stand_first(ada, coach, offer):
    crisis = make_offer(coach.person, crisis=True)
    page = ada.get("/coaching").text
    assert page.index(crisis.title.de) < page.index(offer.title.de)


def test_a_list_of_offers_takes_a_fixed_number_of_queries(ada, coach, offer):
    ada.get("/coaching")
    with recorded_queries() as few:
        ada.get("/coaching")
    for _ in range(5):
        make_offer()
    db.session.commit()
    with recorded_queries() as many:
        ada.get("/coaching")
    assert len(many) == len(few)


def test_free_times_are_named_in_full_and_turned_by_week(ada, offer):
    page = ada.get(f"/coaching/{offer.public_id}").text
    assert "Dienstag, 24. November 2026, </span>09:00–10:00 Uhr" in page
    assert "1. Dezember 2026, </span>" not in page
    assert "Frühere Termine" not in page
    later = ada.get(f"/coaching/{offer.public_id}?week=2026-11-30").text
    assert "Dienstag, 1. Dezember 2026, </span>09:00–10:00 Uhr" in later
    assert "week=2026-11-23" in later
    assert "week=2026-12-07" in later


@on_sqlite_only
def test_a_calendar_beside_the_list_counts_free_times_and_leads_to_their_days(ada, offer):
    make_booking(offer, make_person(), TUESDAY_AT_TEN)
    address = f"/coaching/{offer.public_id}"
    november = ada.get(address).text
    assert "<caption>Freie Zeiten im November 2026</caption>" in november
    assert "Dienstag, 24. November 2026: 22 freie Zeiten" in november
    assert f'href="{address}?week=2026-12-01#day-2026-12-01"' in november
    assert 'aria-current="date"' not in november
    december = ada.get(f"{address}?week=2026-12-01").text
    assert "<caption>Freie Zeiten im Dezember 2026</caption>" in december
    assert 'id="day-2026-12-01"' in december
    assert '#day-2026-12-01" aria-current="date">' in december
    assert f'href="{address}?week=2026-11-24#calendar"' in december


@pytest.mark.parametrize("week", ["", "never", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_any_week_shows_a_page_with_times(ada, offer, week):
    page = ada.get(f"/coaching/{offer.public_id}?week={week}")
    assert page.status_code == 200
    assert "09:00–10:00 Uhr" in page.text


def test_an_offer_without_free_times_says_so(ada):
    page = ada.get(f"/coaching/{make_offer().public_id}")
    assert "Zurzeit ist nichts frei" in page.text


def test_choosing_holds_and_one_more_click_books(ada, personas, offer):
    answer = ada.post(f"/coaching/{offer.public_id}", data={"start": TEN})
    assert answer.status_code == 303
    booking = db.session.scalars(select(Booking)).one()
    assert (booking.client, booking.takes_place) == (personas.owner.person, False)
    assert answer.location == f"/coaching/holds/{booking.public_id}"
    page = ada.get(answer.location).text
    for text in (
        "Noch ist nichts gebucht. Bis 10:10 Uhr ist die Zeit für Sie reserviert.",
        "Dienstag, 24. November 2026, 10:00–11:00 Uhr",
        offer.place,
        offer.coach.name,
        "bis zum Beginn",
    ):
        assert text in page
    assert answer.location in ada.get("/coaching").text
    booked = ada.post(answer.location)
    assert booked.location == f"/bookings/{booking.public_id}"
    assert "Ihr Termin ist gebucht" in ada.get(booked.location).text
    assert ada.get(answer.location).location == booked.location


def test_what_is_reserved_can_be_given_up(ada, offer):
    hold = ada.post(f"/coaching/{offer.public_id}", data={"start": TEN}).location
    assert ada.post(f"{hold}/release").location == f"/coaching/{offer.public_id}"
    assert db.session.scalars(select(Booking)).all() == []
    assert "10:00–11:00 Uhr" in ada.get(f"/coaching/{offer.public_id}").text


def test_what_has_expired_says_so_and_leads_back(personas, clock, ada, offer):
    hold = ada.post(f"/coaching/{offer.public_id}", data={"start": TEN}).location
    clock.instant = START + timedelta(minutes=10)
    for answer in (ada.get(hold), ada.post(hold)):
        assert answer.status_code == 404
        assert "Die Reservierung ist abgelaufen" in answer.text
    assert hold not in ada.get("/coaching").text


def test_what_others_hold_looks_like_nothing(personas, ada, offer):
    hold = ada.post(f"/coaching/{offer.public_id}", data={"start": TEN}).location
    for account in (personas.colleague, personas.foreigner):
        client = personas.client(account)
        assert "Die Reservierung ist abgelaufen" in client.get(hold).text
        assert client.post(hold).status_code == 404
        assert client.post(f"{hold}/release").status_code == 404
    assert ada.get(hold).status_code == 200


def test_a_third_time_is_not_reserved(ada, offer):
    for hour in ("08", "10"):
        ada.post(f"/coaching/{offer.public_id}", data={"start": f"2026-11-24T{hour}:00:00Z"})
    answer = ada.post(f"/coaching/{offer.public_id}", data={"start": "2026-11-24T12:00:00Z"})
    assert answer.status_code == 422
    assert "Zwei Termine sind schon für Sie reserviert." in answer.text


def test_taken_meanwhile_says_so_and_shows_what_is_left(ada, offer):
    make_booking(offer, make_person(), TUESDAY_AT_TEN + timedelta(minutes=15))
    answer = ada.post(f"/coaching/{offer.public_id}", data={"start": TEN})
    assert answer.status_code == 422
    assert "Dieser Termin wurde gerade vergeben" in answer.text
    assert "12:00–13:00 Uhr" in answer.text
    assert "10:00–11:00 Uhr" not in answer.text


@pytest.mark.parametrize("start", [None, "", "10:00", "2026-11-24", "2026-11-24T09:00:00+00:00"])
def test_without_a_choice_nothing_is_booked(ada, offer, start):
    data = {} if start is None else {"start": start}
    answer = ada.post(f"/coaching/{offer.public_id}?week=2026-11-30", data=data)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Uhrzeit." in answer.text
    assert "1. Dezember" in answer.text
    assert 'href="#start-0"' in answer.text


@pytest.mark.parametrize("start", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_the_ends_of_the_calendar_are_no_times_to_book(ada, offer, start):
    answer = ada.post(f"/coaching/{offer.public_id}", data={"start": start})
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Uhrzeit." in answer.text


def test_both_sides_see_the_appointment_with_the_others_name(personas, ada, coach, booking):
    path = f"/bookings/{booking.public_id}"
    for client, name in (
        (ada, coach.person.name),
        (personas.client(coach), personas.owner.person.name),
    ):
        assert name in client.get(path).text
        index = client.get("/bookings").text
        assert path in index
        assert name in index


def test_a_clash_with_a_training_is_a_warning_to_the_one_it_concerns(personas, ada, coach, booking):
    training = make_event(personas.owner.person, starts_at=TUESDAY_AT_TEN + HOUR / 2)
    path = f"/bookings/{booking.public_id}"
    assert f"In Ihrem Kalender steht auch: {training.title.de}" in ada.get(path).text
    assert "In Ihrem Kalender steht auch" not in personas.client(coach).get(path).text


def test_who_is_no_coach_any_more_cannot_be_booked(ada, coach, offer, booking):
    path = f"/coaching/{offer.public_id}"
    assert ada.get(path).status_code == 200
    db.session.execute(delete(RoleGrant).where(RoleGrant.person_id == coach.person_id))
    assert offer.title.de not in ada.get("/coaching").text
    assert ada.get(path).status_code == 404
    assert ada.post(path, data={"start": "2026-12-01T09:00:00Z"}).status_code == 404
    assert ada.get(f"/bookings/{booking.public_id}").status_code == 200, "what is booked stands"


def test_start_and_calendar_lead_to_the_appointment(personas, coach, booking):
    path = f"/bookings/{booking.public_id}"
    for account in (personas.owner, coach):
        client = personas.client(account)
        for page in ("/", "/calendar"):
            assert f'href="{path}"' in client.get(page).text


def test_who_books_and_coaches_finds_one_way_to_the_appointments(personas):
    both = make_account(Role.COACH, Role.TRAINEE)
    page = personas.client(both).get("/courses").text
    once = personas.client(personas.owner).get("/courses").text
    assert page.count('href="/bookings"') == once.count('href="/bookings"') > 0


def test_nobody_else_sees_or_cancels_it(personas, booking):
    path = f"/bookings/{booking.public_id}"
    others = [
        personas.colleague,
        personas.foreigner,
        personas.trainer,
        personas.coordinator,
        personas.office,
        make_account(Role.COACH, function=None),
        make_account(Role.TEAM_LEAD, Role.TRAINEE, team=personas.owner.person.team),
    ]
    for account in others:
        client = personas.client(account)
        assert client.get(path).status_code == 404
        assert client.post(f"{path}/cancel").status_code == 404
        assert path not in client.get("/bookings").text
    assert booking.takes_place


def test_cancelling_by_either_side(personas, ada, coach, offer, booking):
    assert ada.post(f"/bookings/{booking.public_id}/cancel").status_code == 303
    page = ada.get(f"/bookings/{booking.public_id}").text
    assert "Der Termin ist abgesagt" in page
    assert "Anderen Termin finden" in page
    again = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    by_coach = personas.client(coach).post(f"/bookings/{again.public_id}/cancel")
    assert by_coach.status_code == 303
    assert not again.takes_place


def test_what_has_begun_cannot_be_cancelled(personas, clock, booking):
    clock.instant = TUESDAY_AT_TEN
    client = personas.client(personas.owner)
    answer = client.post(f"/bookings/{booking.public_id}/cancel")
    assert answer.status_code == 422
    assert "hat schon begonnen" in answer.text


def test_past_appointments_stand_apart(personas, clock, booking):
    clock.instant = TUESDAY_AT_TEN + HOUR
    page = personas.client(personas.owner).get("/bookings").text
    assert page.index("Vergangene Termine") < page.index(booking.public_id)


def test_own_offers_cannot_be_booked(personas, coach, offer):
    both = make_account(Role.COACH, Role.TRAINEE)
    own = make_offer(both.person)
    client = personas.client(both)
    assert client.get(f"/coaching/{own.public_id}").status_code == 404
    assert client.get(f"/coaching/{offer.public_id}").status_code == 200


def test_appointments_take_a_fixed_number_of_queries(personas, ada, offer, booking):
    ada.get("/bookings")
    with recorded_queries() as few:
        ada.get("/bookings")
    for number in range(2, 5):
        make_booking(offer, personas.owner.person, TUESDAY_AT_TEN + number * HOUR)
    db.session.commit()
    with recorded_queries() as many:
        ada.get("/bookings")
    assert len(many) == len(few)
