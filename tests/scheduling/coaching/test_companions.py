"""Those who come along: colleagues are taken up like the client, guests are told by mail."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.outbox import OutboxMessage
from app.kernel.retention import delete_due
from scheduling.coaching.companions import Companions, leave_booking
from scheduling.coaching.errors import CompanionsCannotCome
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.holding import hold_slot
from scheduling.coaching.models import Booking, BookingGuest
from scheduling.coaching.personal_data import erase, export_of
from scheduling.coaching.services import cancel_booking, confirm_booking, move_booking
from scheduling.queries import list_events_of
from tests.house.clock import START
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_offer
from tests.scheduling.factories import make_event

HOUR = timedelta(hours=1)
GUEST = "gast@example.org"


@pytest.fixture
def offer(coach):
    return make_offer(coach.person, most_people=4)


@pytest.fixture
def ada(personas):
    return personas.owner.person


@pytest.fixture
def bela(personas):
    return personas.colleague.person


def book(offer, client, *people, guests=(), starts_at=TUESDAY_AT_TEN):
    held = hold_slot(offer=offer, client=client, starts_at=starts_at, now=START)
    companions = Companions(people=people, guests=guests)
    return confirm_booking(booking=held, now=START, companions=companions)


def mails_to(address):
    query = select(OutboxMessage).where(OutboxMessage.recipient == address)
    return db.session.scalars(query.order_by(OutboxMessage.id)).all()


def guest_path(mail):
    return re.search(r"http://localhost(/guest/\S+)", mail.body).group(1)


def test_a_colleague_is_taken_up_told_and_sees_it(personas, offer, ada, bela):
    booking = book(offer, ada, bela)
    [event] = list_events_of(bela, since=START, until=TUESDAY_AT_TEN + HOUR)
    assert event == booking.event
    assert [mail.calendar_method for mail in mails_to(personas.colleague.email)] == ["REQUEST"]
    page = personas.client(personas.colleague).get(f"/bookings/{booking.public_id}").text
    assert "Ich komme nicht" in page
    assert "Termin absagen" not in page
    free = [slot.start for slot in list_free_slots(make_offer(offer.coach), bela, START)]
    assert TUESDAY_AT_TEN not in free


def test_who_has_no_time_cannot_be_taken_along(offer, ada, bela):
    make_event(bela, starts_at=TUESDAY_AT_TEN + HOUR / 2, exclusive=True)
    with pytest.raises(CompanionsCannotCome):
        book(offer, ada, bela)


def test_no_more_come_than_the_offer_is_for(offer, ada, bela):
    with pytest.raises(CompanionsCannotCome):
        book(offer, ada, bela, guests=("a@example.org", "b@example.org", "c@example.org"))


def test_everybody_is_told_of_a_move_and_of_the_end(personas, offer, ada, bela):
    booking = book(offer, ada, bela, guests=(GUEST,))
    move_booking(booking=booking, starts_at=TUESDAY_AT_TEN + HOUR, now=START)
    cancel_booking(booking=booking, now=START)
    for address in (personas.owner.email, personas.colleague.email, GUEST):
        methods = [mail.calendar_method for mail in mails_to(address)]
        assert methods == ["REQUEST", "REQUEST", "CANCEL"], address
    files = [Calendar.from_ical(mail.calendar_body).events[0] for mail in mails_to(GUEST)]
    assert [event["SEQUENCE"] for event in files] == [0, 1, 2]
    assert len({event["UID"] for event in files}) == 1
    assert files[0]["ATTENDEE"] == f"mailto:{GUEST}"


def test_whoever_leaves_has_the_time_back_and_their_calendar_knows(personas, offer, ada, bela):
    booking = book(offer, ada, bela)
    client = personas.client(personas.colleague)
    assert client.post(f"/bookings/{booking.public_id}/leave").status_code == 303
    assert booking.takes_place
    assert not list_events_of(bela, since=START, until=TUESDAY_AT_TEN + HOUR)
    assert [m.calendar_method for m in mails_to(personas.colleague.email)] == ["REQUEST", "CANCEL"]
    assert client.get(f"/bookings/{booking.public_id}").status_code == 404


def test_nobody_else_can_leave(personas, coach, offer, ada, bela):
    booking = book(offer, ada, bela)
    for account in (personas.owner, coach, personas.foreigner):
        path = f"/bookings/{booking.public_id}/leave"
        assert personas.client(account).post(path).status_code == 404
    with pytest.raises(NotFound):
        leave_booking(booking=booking, person=ada, now=START)


def test_a_guest_declines_by_a_page_with_a_button(personas, client, offer, ada):
    booking = book(offer, ada, guests=(GUEST,))
    [mail] = mails_to(GUEST)
    path = guest_path(mail)
    for _ in range(2):
        page = client.get(path).text
    assert offer.place in page
    assert booking.guests[0].declined_at is None, "following the link changes nothing"
    assert client.post(f"{path}/decline").location == path
    assert "Sie haben abgesagt" in client.get(path).text
    assert (
        "(hat abgesagt)"
        in personas.client(personas.owner).get(f"/bookings/{booking.public_id}").text
    )
    cancel_booking(booking=booking, now=START)
    assert len(mails_to(GUEST)) == 1, "nothing more to somebody who has declined"


@pytest.mark.parametrize("forged", ["nothing", "x.y", "{id}.AAAA", "{id}"])
def test_no_other_address_shows_a_guests_appointment(client, offer, ada, forged):
    [guest] = book(offer, ada, guests=(GUEST,)).guests
    path = "/guest/" + forged.format(id=guest.public_id)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/decline").status_code == 404


def test_guests_of_a_request_hear_of_it_once_it_is_granted(coach, ada):
    offer = make_offer(coach.person, most_people=2, needs_approval=True)
    booking = book(offer, ada, guests=(GUEST,))
    cancel_booking(booking=booking, now=START)
    assert mails_to(GUEST) == []


def test_the_page_offers_the_team_and_asks_for_addresses(personas, offer, ada, bela):
    client = personas.client(personas.owner)
    hold = client.post(f"/coaching/{offer.public_id}", data={"start": "2026-11-24T09:00:00Z"})
    page = client.get(hold.location).text
    assert bela.name in page
    assert personas.foreigner.person.name not in page
    wrong = client.post(hold.location, data={"guests": "keine Adresse"})
    assert wrong.status_code == 422
    assert "Das ist keine Mailadresse: keine adresse" in wrong.text
    stranger = {"colleagues": [personas.foreigner.person.public_id]}
    assert client.post(hold.location, data=stranger).status_code == 422
    chosen = {"colleagues": [bela.public_id], "guests": f"{GUEST}\n\nZwei@example.org"}
    assert client.post(hold.location, data=chosen).status_code == 303
    booking = db.session.scalars(select(Booking)).one()
    assert [one.person for one in booking.participants] == [bela]
    assert [guest.email for guest in booking.guests] == [GUEST, "zwei@example.org"]


def test_people_whose_team_is_kept_from_others_are_not_named(personas, offer, bela):
    bela.contact_hidden = True
    client = personas.client(personas.owner)
    hold = client.post(f"/coaching/{offer.public_id}", data={"start": "2026-11-24T09:00:00Z"})
    assert bela.name not in client.get(hold.location).text


def test_who_is_taken_along_gets_it_in_their_data_and_is_forgotten_alone(offer, ada, bela):
    booking = book(offer, ada, bela, guests=(GUEST,))
    assert export_of(ada.id)["bookings"][0]["guests"] == [GUEST]
    assert export_of(bela.id)["bookings"][0]["guests"] == []
    erase(bela.id)
    assert db.session.scalars(select(Booking)).all() == [booking]
    erase(ada.id)
    assert db.session.scalars(select(Booking)).all() == []


def test_guests_addresses_are_forgotten_after_a_month(clock, offer, ada):
    book(offer, ada, guests=(GUEST,))
    db.session.commit()
    for later, left in ((timedelta(days=29), 1), (timedelta(days=30), 0)):
        delete_due(TUESDAY_AT_TEN + later)
        assert len(db.session.scalars(select(BookingGuest)).all()) == left
