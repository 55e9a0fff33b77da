"""Moving an appointment: the same event at another time, for both, in one step."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from organisations.accounts.models import RoleGrant
from scheduling.coaching.errors import AppointmentBegun
from scheduling.coaching.free_time import list_free_slots, list_other_slots
from scheduling.coaching.offering import change_offer, switch_offer
from scheduling.coaching.services import cancel_booking, move_booking
from scheduling.services import AlreadyTaken, EventIsCancelled
from tests.house.clock import START
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer, terms_of
from tests.scheduling.factories import make_event

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LATER = START + HOUR
ELEVEN = "2026-11-24T10:00:00Z"


@pytest.fixture
def ada(personas):
    return personas.owner.person


@pytest.fixture
def booking(ada, offer):
    return make_booking(offer, ada, TUESDAY_AT_TEN)


def move(booking, starts_at, now=LATER):
    return move_booking(booking=booking, starts_at=starts_at, now=now)


def starts(booking, now=LATER):
    return [slot.start for slot in list_other_slots(booking, now)]


def mails_to(account):
    query = select(OutboxMessage).where(OutboxMessage.recipient == account.email)
    return db.session.scalars(query.order_by(OutboxMessage.id)).all()


def test_both_are_moved_and_the_old_time_is_free(ada, coach, offer, booking):
    move(booking, TUESDAY_AT_TEN + 3 * HOUR)
    event = booking.event
    begin, end = TUESDAY_AT_TEN + 3 * HOUR, TUESDAY_AT_TEN + 4 * HOUR
    assert (event.starts_at, event.ends_at, event.place) == (begin, end, offer.place)
    assert {one.person for one in event.occupancies} == {ada, coach.person}
    for one in event.occupancies:
        assert (one.starts_at, one.ends_at, one.exclusive) == (begin, end, True)
    assert make_booking(offer, make_account().person, TUESDAY_AT_TEN).takes_place


@pytest.mark.parametrize("shift", [30 * MINUTE, -15 * MINUTE])
def test_it_moves_by_less_than_its_length(booking, shift):
    assert TUESDAY_AT_TEN + shift in starts(booking)
    move(booking, TUESDAY_AT_TEN + shift)
    assert booking.event.starts_at == TUESDAY_AT_TEN + shift
    assert TUESDAY_AT_TEN in starts(booking)


def test_its_present_time_is_no_other_time(booking):
    assert TUESDAY_AT_TEN not in starts(booking)


def test_the_limit_of_the_day_does_not_count_it_twice(ada, coach):
    booking = make_booking(make_offer(coach.person, max_per_day=1), ada, TUESDAY_AT_TEN)
    move(booking, TUESDAY_AT_TEN + HOUR)
    assert booking.event.starts_at == TUESDAY_AT_TEN + HOUR


def test_calendars_are_told_to_move_it(personas, coach, offer):
    for account in (personas.owner, coach):
        make_wishes(account.person, discreet_coaching=False)
    booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
    move(booking, TUESDAY_AT_TEN + HOUR)
    for account in (personas.owner, coach):
        booked, moved = mails_to(account)
        assert moved.calendar_method == "REQUEST"
        first, second = (
            Calendar.from_ical(mail.calendar_body).events[0] for mail in (booked, moved)
        )
        assert second["UID"] == first["UID"]
        assert second["SEQUENCE"] > first["SEQUENCE"]
        assert second["DTSTAMP"].dt > first["DTSTAMP"].dt
        assert (second.start, second["STATUS"]) == (TUESDAY_AT_TEN + HOUR, "CONFIRMED")
        assert moved.subject == "Verschoben: Ihr Termin am Dienstag, 24. November 2026"
        assert "Bisher: Dienstag, 24. November 2026, 10:00–11:00 Uhr" in moved.body
        assert "Jetzt: Dienstag, 24. November 2026, 11:00–12:00 Uhr" in moved.body


def test_the_same_form_sent_twice_moves_and_tells_once(personas, booking):
    for _ in range(2):
        move(booking, TUESDAY_AT_TEN + HOUR)
    assert booking.event.sequence == 1
    assert len(mails_to(personas.owner)) == 2


@pytest.mark.parametrize("shift", [7 * MINUTE, -3 * HOUR, -7 * 24 * HOUR])
def test_it_goes_nowhere_but_to_what_is_offered(booking, shift):
    with pytest.raises(AlreadyTaken):
        move(booking, TUESDAY_AT_TEN + shift)
    assert booking.event.starts_at == TUESDAY_AT_TEN


def test_what_the_coach_or_the_client_has_else_is_in_the_way(ada, offer, booking):
    make_booking(offer, make_account().person, TUESDAY_AT_TEN + HOUR)
    make_event(ada, starts_at=TUESDAY_AT_TEN + 3 * HOUR, exclusive=True)
    assert not {TUESDAY_AT_TEN + HOUR, TUESDAY_AT_TEN + 3 * HOUR} & set(starts(booking))
    for hours in (1, 3):
        with pytest.raises(AlreadyTaken):
            move(booking, TUESDAY_AT_TEN + hours * HOUR)


def test_it_stays_as_long_as_it_was_booked(ada, coach):
    offer = make_offer(coach.person, buffer_after_minutes=30)
    booking = make_booking(offer, ada, TUESDAY_AT_TEN)
    shorter = terms_of(offer, duration_minutes=30, buffer_after_minutes=0)
    change_offer(offer=offer, terms=shorter, actor=coach.person, now=START)
    move(booking, TUESDAY_AT_TEN + 2 * HOUR)
    assert booking.event.ends_at == TUESDAY_AT_TEN + 3 * HOUR
    free = [slot.start for slot in list_free_slots(offer, make_account().person, LATER)]
    assert TUESDAY_AT_TEN + 3 * HOUR + 15 * MINUTE not in free
    assert TUESDAY_AT_TEN + 3 * HOUR + 30 * MINUTE in free


def test_what_has_begun_or_is_off_stays(booking):
    assert starts(booking, TUESDAY_AT_TEN) == []
    with pytest.raises(AppointmentBegun):
        move(booking, TUESDAY_AT_TEN + 2 * HOUR, now=TUESDAY_AT_TEN)
    cancel_booking(booking=booking, now=LATER)
    assert starts(booking) == []
    with pytest.raises(EventIsCancelled):
        move(booking, TUESDAY_AT_TEN + 2 * HOUR)


@pytest.mark.parametrize("ending", ["closed", "no coach any more"])
def test_where_nothing_is_offered_any_more_it_stays(coach, offer, booking, ending):
    if ending == "closed":
        switch_offer(offer=offer, active=False, actor=coach.person, now=START)
    else:
        db.session.execute(delete(RoleGrant).where(RoleGrant.person_id == coach.person_id))
    assert starts(booking) == []
    with pytest.raises(AlreadyTaken):
        move(booking, TUESDAY_AT_TEN + HOUR)


class TestPages:
    @pytest.fixture
    def path(self, booking):
        return f"/bookings/{booking.public_id}/move"

    def test_the_client_moves_their_own(self, personas, booking, path):
        browser = personas.client(personas.owner)
        assert path in browser.get(f"/bookings/{booking.public_id}").text
        page = browser.get(path).text
        assert "Bisher: Dienstag, 24. November 2026, 10:00–11:00 Uhr" in page
        assert "24. November 2026, </span>10:30–11:30 Uhr" in page
        answer = browser.post(path, data={"start": ELEVEN})
        assert answer.location == f"/bookings/{booking.public_id}"
        page = browser.get(answer.location).text
        assert "Ihr Termin ist verschoben" in page
        assert "11:00–12:00 Uhr" in page

    def test_taken_meanwhile_says_so_and_shows_what_is_left(self, personas, offer, path):
        browser = personas.client(personas.owner)
        make_booking(offer, make_account().person, TUESDAY_AT_TEN + HOUR)
        answer = browser.post(path, data={"start": ELEVEN})
        assert answer.status_code == 422
        assert "Dieser Termin wurde gerade vergeben" in answer.text
        assert "12:00–13:00 Uhr" in answer.text
        assert "11:00–12:00 Uhr" not in answer.text

    def test_without_a_choice_nothing_moves(self, personas, booking, path):
        answer = personas.client(personas.owner).post(path)
        assert answer.status_code == 422
        assert "Bitte wählen Sie eine Uhrzeit." in answer.text
        assert booking.event.starts_at == TUESDAY_AT_TEN

    def test_too_late_is_said_in_words(self, personas, clock, path):
        clock.instant = TUESDAY_AT_TEN
        browser = personas.client(personas.owner)
        assert "lässt sich nicht mehr verschieben" in browser.get(path).text
        answer = browser.post(path, data={"start": "2026-12-01T09:00:00Z"})
        assert answer.status_code == 422
        assert "hat schon begonnen" in answer.text

    def test_nobody_else_moves_it(self, personas, coach, booking, path):
        for account, status in (
            (personas.colleague, 404),
            (personas.foreigner, 404),
            (personas.coordinator, 404),
            (personas.office, 403),
            (coach, 403),
        ):
            browser = personas.client(account)
            assert browser.get(path).status_code == status
            assert browser.post(path, data={"start": ELEVEN}).status_code == status
        assert "Termin verschieben" not in personas.client(coach).get(path[: -len("/move")]).text
        assert booking.event.starts_at == TUESDAY_AT_TEN
