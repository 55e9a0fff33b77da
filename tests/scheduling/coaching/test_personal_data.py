"""What coaching gives out about a person, and forgets."""

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.models import Person
from scheduling.coaching.models import AvailabilityRule, Booking, CoachingOffer
from scheduling.coaching.personal_data import erase, export_of
from scheduling.models import Event
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_clients_get_their_appointments_and_coaches_their_offers(coach, offer):
    ada = make_person()
    make_booking(offer, ada, TUESDAY_AT_TEN)
    [booking] = export_of(ada.id)["bookings"]
    assert booking["starts_at"] == "2026-11-24T09:00:00+00:00"
    exported = export_of(coach.person_id)
    assert exported["offers"] == [{"title": offer.title.de, "text": offer.description.de}]
    assert exported["bookings"] == [], "who came is the clients' to know"


def test_a_client_is_forgotten_on_both_sides(coach, offer):
    ada, bela = make_person(), make_person()
    make_booking(offer, ada, TUESDAY_AT_TEN)
    kept = make_booking(offer, bela, TUESDAY_AT_TEN.replace(hour=12))
    erase(ada.id)
    assert db.session.scalars(select(Booking)).all() == [kept]
    assert count(Event) == 1


def test_the_other_side_is_told_that_nobody_will_come(app, coach, offer):
    ada = make_account(email="ada@example.org").person
    make_booking(offer, ada, TUESDAY_AT_TEN)
    erase(coach.person_id)
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [mail.calendar_method for mail in mails if mail.recipient == "ada@example.org"] == [
        "REQUEST",
        "CANCEL",
    ]


def test_what_is_over_is_forgotten_without_a_word(clock, coach, offer):
    ada = make_account(email="ada@example.org").person
    make_booking(offer, ada, TUESDAY_AT_TEN)
    clock.instant = TUESDAY_AT_TEN
    erase(coach.person_id)
    assert count(OutboxMessage) == 2, "those of the booking"


def test_a_coach_is_forgotten_with_offers_and_hours(coach, offer):
    make_booking(offer, make_person(), TUESDAY_AT_TEN)
    erase(coach.person_id)
    for model in (Booking, Event, CoachingOffer, AvailabilityRule):
        assert count(model) == 0
    assert db.session.get(Person, coach.person_id) is not None
