"""A coach whose calendar outside was not read for over a day is asked, or told to look."""

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.deputies.services import name_deputy
from scheduling.busy_calendars.models import Source
from scheduling.coaching.covering import list_open_appointments
from scheduling.coaching.handing_over import hand_over
from scheduling.coaching.holding import hold_slot, hold_slots
from scheduling.coaching.models import BookingStatus
from scheduling.coaching.services import accept_request, confirm_booking, move_booking
from scheduling.coaching.standing_in import list_stand_ins
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_busy_calendar

pytestmark = in_turn

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
TOO_LONG_AGO = START - DAY - timedelta(seconds=1)


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada").person


def make_stale(coach):
    return make_busy_calendar(coach, good_at=TOO_LONG_AGO)


def mails_to(account):
    query = select(OutboxMessage).where(OutboxMessage.recipient == account.email)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def asked_to_look(account):
    return [mail for mail in mails_to(account) if "ob Sie dann Zeit haben" in mail.body]


@pytest.fixture
def dora(app):
    """A colleague of the coach at the same hours, whose calendar is up to date."""
    account = make_coach(given_name="Dora")
    make_working_time(account.person)
    make_busy_calendar(account.person)
    return account


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"good_at": TOO_LONG_AGO}, True),
        ({"good_at": None, "created_at": TOO_LONG_AGO}, True),
        ({"good_at": None}, False),
        ({"good_at": START - DAY}, False),
        ({"good_at": TOO_LONG_AGO, "source": Source.FILE}, False),
    ],
)
def test_what_rests_on_a_stale_calendar_is_a_request(coach, offer, ada, given, asked):
    make_busy_calendar(coach.person)
    make_busy_calendar(coach.person, **given)
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    assert booking.status == (BookingStatus.REQUESTED if asked else BookingStatus.CONFIRMED)


def test_the_coach_reads_why_they_are_asked_and_nobody_else(personas, coach, offer):
    why = "Wir fragen, weil wir einen Ihrer belegten Kalender"
    make_wishes(coach.person, discreet_coaching=False)
    make_stale(coach.person)
    booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    [mail] = mails_to(coach)
    assert why in mail.body
    page = f"/bookings/{booking.public_id}"
    assert why in personas.client(coach).get(page).text
    assert why not in personas.client(personas.owner).get(page).text
    offer.needs_approval = True
    db.session.flush()
    assert why not in personas.client(coach).get(page).text


def test_the_calendar_of_the_client_asks_nobody(offer, ada):
    make_stale(ada)
    assert make_booking(offer, ada, TUESDAY_AT_TEN).takes_place


def test_it_is_decided_when_they_confirm_for_a_whole_series(coach, offer, ada):
    held = hold_slots(
        offers=[offer], client=ada, starts=[TUESDAY_AT_TEN, TUESDAY_AT_TEN + WEEK], now=START
    )
    make_stale(coach.person)
    confirm_booking(booking=held[0], now=START)
    assert {one.status for one in held} == {BookingStatus.REQUESTED}
    accept_request(booking=held[0], now=START)
    assert {one.status for one in held} == {BookingStatus.CONFIRMED}


def test_a_crisis_talk_is_booked_at_once_and_the_coach_told_to_look(coach, ada):
    """Also those who want no mail of bookings: nobody is left waiting, nobody left alone."""
    make_wishes(coach.person, timings={"coaching_booked": "never"})
    make_stale(coach.person)
    assert make_booking(make_offer(coach.person, crisis=True), ada, TUESDAY_AT_TEN).takes_place
    [mail] = mails_to(coach)
    assert [mail] == asked_to_look(coach)
    assert mail.subject == "Nachricht aus KommA"
    assert "Dienstag, 24. November 2026, 10:00–11:00 Uhr" in mail.body
    assert "Kalender konnten wir" not in mail.body, "discreet as they wish it"


def test_the_page_to_which_the_mail_leads_says_to_the_coach_what_to_look_at(personas, coach):
    why = "Einen Ihrer belegten Kalender konnten wir seit über einem Tag nicht lesen."
    offer = make_offer(coach.person, crisis=True)
    booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    page = f"/bookings/{booking.public_id}"
    assert why not in personas.client(coach).get(page).text
    make_stale(coach.person)
    assert why in personas.client(coach).get(page).text
    assert why not in personas.client(personas.owner).get(page).text


def test_a_crisis_talk_of_a_coach_who_wants_to_be_asked_is_a_request(coach, ada):
    offer = make_offer(coach.person, crisis=True, needs_approval=True)
    make_stale(coach.person)
    assert make_booking(offer, ada, TUESDAY_AT_TEN).status == BookingStatus.REQUESTED


def test_what_was_agreed_upon_moves_and_the_coach_is_told_to_look(coach, offer, ada):
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    move_booking(booking=booking, starts_at=TUESDAY_AT_TEN + HOUR, now=START)
    assert asked_to_look(coach) == []
    make_stale(coach.person)
    move_booking(booking=booking, starts_at=TUESDAY_AT_TEN, now=START)
    assert booking.takes_place
    assert len(asked_to_look(coach)) == 1


def test_whoever_can_say_for_sure_goes_first(coach, offer, ada, dora):
    sure = make_offer(dora.person)
    make_booking(sure, make_person(), TUESDAY_AT_TEN + 3 * HOUR)  # booked more often
    make_stale(coach.person)
    [held] = hold_slots(
        offers=[offer, sure], client=ada, starts=[TUESDAY_AT_TEN], now=START, any_coach=True
    )
    assert held.offer == sure
    [other] = hold_slots(
        offers=[offer, sure], client=make_person(), starts=[TUESDAY_AT_TEN], now=START
    )
    assert other.offer == offer


def test_a_stand_in_who_is_unsure_comes_last_and_is_told_to_look(coach, offer, ada, dora):
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    edith = make_coach(given_name="Edith")
    make_working_time(edith.person)
    make_stale(dora.person)
    unsure, sure = make_offer(dora.person), make_offer(edith.person)
    make_booking(sure, make_person(), TUESDAY_AT_TEN + 3 * HOUR)
    assert list_stand_ins([booking], START)[booking] == [sure, unsure]
    day = TUESDAY_AT_TEN.date()
    [open_one] = list_open_appointments(coach.person, day, day, START)
    assert open_one.suggested == sure
    hand_over(booking=booking, offer=unsure, now=START)
    assert booking.takes_place
    assert len(asked_to_look(dora)) == 1


def test_clients_and_deputies_read_that_the_coach_answers_and_never_why(personas, coach, offer):
    ada = personas.owner.person
    deputy = make_account(municipality=ada.municipality)
    name_deputy(principal=ada, email=deputy.email, now=START)
    held = hold_slot(offer=offer, client=ada, starts_at=TUESDAY_AT_TEN, now=START)

    def read(who, page):
        [main] = html.fromstring(personas.client(who).get(page).text).xpath("//main")
        return main.text_content()

    book = f"/deputy/{ada.public_id}/offers/{offer.public_id}"
    pages = ((personas.owner, f"/coaching/holds/{held.public_id}"), (deputy, book))
    before = [read(who, page) for who, page in pages]
    make_stale(coach.person)
    after = [read(who, page) for who, page in pages]
    for text, binding in zip(before, ("Verbindlich buchen", "Diesen Termin buchen"), strict=True):
        assert binding in text
        assert "sagt" not in text
    assert f"{coach.person.name} sagt Ihnen zu oder ab." in after[0]
    assert "Anfrage abschicken" in after[0]
    assert f"{coach.person.name} sagt zu oder ab." in after[1]
    assert "Diesen Termin anfragen" in after[1]
    offer.needs_approval = True
    db.session.flush()
    assert [read(who, page) for who, page in pages] == after
