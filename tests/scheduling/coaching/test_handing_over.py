"""A coach cannot come: a colleague takes over, and everything follows the new coach."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import delete, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from notifications.wishes import Reminder
from organisations.accounts.models import RoleGrant
from organisations.entitlements.models import CoachingQuota
from scheduling.coaching import queries
from scheduling.coaching.being_away import add_vacation
from scheduling.coaching.coach_models import CoachNote
from scheduling.coaching.companions import Companions
from scheduling.coaching.errors import AppointmentBegun, CannotStandIn, SomeTaken, TooLateToChange
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.guest_links import guest_token
from scheduling.coaching.handing_over import hand_over
from scheduling.coaching.holding import FAIR_OVER, hold_slot, hold_slots
from scheduling.coaching.hours_statement import hours_statement
from scheduling.coaching.models import BookingStatus, Side
from scheduling.coaching.notes import keep_note, read_note
from scheduling.coaching.offering import add_override, switch_offer
from scheduling.coaching.periods import parse_period
from scheduling.coaching.reminding import list_due_reminders
from scheduling.coaching.services import (
    accept_request,
    cancel_booking,
    confirm_booking,
    mark_attendance,
    move_booking,
)
from scheduling.coaching.standing_in import list_stand_ins
from scheduling.feeds.content import write_feed
from scheduling.services import EventIsCancelled
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.notifications.factories import make_wishes
from tests.organisations.entitlements.factories import limit_coachings
from tests.organisations.factories import make_account, make_municipality
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_event, make_feed

MINUTE, HOUR, DAY, WEEK = (
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(weeks=1),
)
LATER = START + HOUR


@pytest.fixture
def ada(personas):
    return personas.owner.person


@pytest.fixture
def booking(ada, offer):
    return make_booking(offer, ada, TUESDAY_AT_TEN)


@pytest.fixture
def dora(app):
    account = make_coach(given_name="Dora")
    make_working_time(account.person)
    return account


@pytest.fixture
def instead(dora):
    """What Dora offers: the same, with other rules."""
    return make_offer(
        dora.person,
        buffer_before_minutes=15,
        buffer_after_minutes=30,
        change_until_minutes=3 * 24 * 60,
        place="Online bei Dora",
    )


def give(booking, offer, now=LATER, **wish):
    return hand_over(booking=booking, offer=offer, now=now, **wish)


def stand_ins(booking, now=LATER):
    return list_stand_ins([booking], now)[booking]


def mails_to(account):
    query = select(OutboxMessage).where(OutboxMessage.recipient == account.email)
    return db.session.scalars(query.order_by(OutboxMessage.id)).all()


def entry(mail):
    return Calendar.from_ical(mail.calendar_body).events[0]


def make_working_coach():
    coach = make_coach().person
    make_working_time(coach)
    return coach


def statement_of(account):
    """Number and outcome of what the coach's statement of November holds."""
    period = parse_period("2026-11")
    stated = hours_statement(account.person, period, TUESDAY_AT_TEN + DAY).appointments
    return [(one.number, one.outcome) for one in stated]


def make_series(offer, client, count=3):
    starts = [TUESDAY_AT_TEN + number * WEEK for number in range(count)]
    held = hold_slots(offers=[offer], client=client, starts=starts, now=START)
    confirm_booking(booking=held[0], now=START)
    return queries.list_group(held[0])


def test_the_appointment_stays_and_is_the_new_coachs(ada, coach, dora, offer, instead, booking):
    uid = booking.event.uid
    give(booking, instead)
    event = booking.event
    assert (event.uid, event.sequence, event.place) == (uid, 1, "Online bei Dora")
    assert (event.starts_at, event.ends_at) == (TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
    taken = {one.person: (one.starts_at, one.ends_at, one.exclusive) for one in event.occupancies}
    assert taken == {
        ada: (event.starts_at, event.ends_at, True),
        dora.person: (event.starts_at - 15 * MINUTE, event.ends_at + 30 * MINUTE, True),
    }
    assert (booking.offer, booking.status) == (instead, BookingStatus.CONFIRMED)
    assert make_booking(offer, make_account().person, TUESDAY_AT_TEN).takes_place


def test_it_stays_as_long_as_it_was_booked(ada, dora, booking):
    give(booking, make_offer(dora.person, duration_minutes=30, buffer_after_minutes=60))
    [kept] = [one for one in booking.event.occupancies if one.person == dora.person]
    assert kept.ends_at == TUESDAY_AT_TEN + 2 * HOUR


@on_sqlite_only
@pytest.mark.parametrize(
    "terms",
    [
        {"crisis": True},
        {"most_people": 3},
        {"languages": ("en", "tr")},
        {"online": False, "town": "Musterstadt"},
        {"online": False},
    ],
)
def test_it_must_be_of_the_same_kind_language_and_place(dora, booking, terms):
    other = make_offer(dora.person, **terms)
    assert stand_ins(booking) == []
    with pytest.raises(CannotStandIn):
        give(booking, other)


@on_sqlite_only
def test_on_site_it_must_be_in_the_same_town(ada, coach, dora):
    here = {"online": False, "place": "Rathaus", "town": "Musterstadt"}
    booking = make_booking(make_offer(coach.person, **here), ada, TUESDAY_AT_TEN)
    make_offer(dora.person, **here | {"town": "Beispielhausen"})
    assert stand_ins(booking) == []
    near = make_offer(dora.person, **here | {"place": "Bücherei", "town": " musterstadt"})
    assert stand_ins(booking) == [near]
    give(booking, near)
    assert (booking.event.place, booking.event.town) == ("Bücherei", near.town)


@on_sqlite_only
@pytest.mark.parametrize("ending", ["closed", "no coach any more", "the client themselves"])
def test_it_must_be_one_that_the_client_could_book(ada, dora, instead, booking, ending):
    assert stand_ins(booking) == [instead]
    if ending == "closed":
        switch_offer(offer=instead, active=False, actor=dora.person, now=START)
    elif ending == "no coach any more":
        db.session.execute(delete(RoleGrant).where(RoleGrant.person_id == dora.person_id))
    else:
        instead.coach_id = ada.id
        db.session.flush()
    assert stand_ins(booking) == []
    with pytest.raises(CannotStandIn):
        give(booking, instead)


def be_busy(coach):
    make_event(coach, starts_at=TUESDAY_AT_TEN + HOUR + 15 * MINUTE)  # within the buffer


def be_away(coach):
    day = TUESDAY_AT_TEN.date()
    add_vacation(coach=coach, first_date=day, last_date=day)


def be_full(coach):
    [offer] = queries.list_offers_of(coach)
    make_booking(offer, make_account().person, TUESDAY_AT_TEN + 4 * HOUR)


def be_off(coach):
    add_override(coach=coach, day=TUESDAY_AT_TEN.date(), windows=[(9 * 60, 10 * 60 + 45)])


@on_sqlite_only
@pytest.mark.parametrize("hinder", [be_busy, be_away, be_full, be_off])
def test_whoever_is_busy_away_or_full_cannot(dora, instead, booking, hinder):
    instead.max_per_day = 1
    hinder(dora.person)
    assert stand_ins(booking) == []
    with pytest.raises(SomeTaken):
        give(booking, instead)


@on_sqlite_only
def test_neither_notice_nor_horizon_nor_grid_stand_in_the_way(ada, dora, offer):
    booking = make_booking(offer, ada, TUESDAY_AT_TEN + 15 * MINUTE)
    late = make_offer(dora.person, notice_minutes=7 * 24 * 60, step_minutes=60, horizon_days=1)
    assert stand_ins(booking) == [late]
    assert give(booking, late).offer is late


@on_sqlite_only
def test_the_least_booked_come_first_each_with_one_offer(ada, dora, instead, booking):
    longer = make_offer(dora.person, duration_minutes=90)
    emil = make_coach(given_name="Emil").person
    make_working_time(emil)
    make_booking(instead, make_account().person, TUESDAY_AT_TEN + 4 * HOUR)
    other = make_offer(emil)
    assert stand_ins(booking) == [other, instead]
    assert longer.active


def test_what_is_over_begun_or_off_is_handed_over_no_more(instead, booking):
    with pytest.raises(AppointmentBegun):
        give(booking, instead, now=TUESDAY_AT_TEN)
    cancel_booking(booking=booking, now=LATER)
    with pytest.raises(EventIsCancelled):
        give(booking, instead)


def test_what_is_only_held_is_not_handed_over(ada, offer, instead):
    held = hold_slot(offer=offer, client=ada, starts_at=TUESDAY_AT_TEN, now=START)
    with pytest.raises(EventIsCancelled):
        give(held, instead, now=START)


def test_an_expired_hold_is_in_nobodys_way(instead, booking):
    hold_slot(offer=instead, client=make_account().person, starts_at=TUESDAY_AT_TEN, now=START)
    assert give(booking, instead, now=LATER).offer is instead


@on_sqlite_only
class TestClient:
    """They did not choose the new coach."""

    def test_they_can_cancel_until_the_start_whatever_the_deadline(self, instead, booking):
        give(booking, instead)
        shortly_before = TUESDAY_AT_TEN - MINUTE
        with pytest.raises(TooLateToChange):
            move_booking(booking=booking, starts_at=TUESDAY_AT_TEN + HOUR, now=shortly_before)
        cancel_booking(booking=booking, now=shortly_before)
        assert (booking.status, booking.cancelled_by) == (BookingStatus.CANCELLED, Side.CLIENT)

    def test_that_is_not_late_and_goes_back_to_the_quota(self, dora, offer, instead):
        home = make_municipality()
        limit_coachings(home, 3)
        client = make_account(municipality=home).person
        booking = make_booking(offer, client, TUESDAY_AT_TEN)
        give(booking, instead)
        quota = db.session.scalars(select(CoachingQuota)).one()
        assert quota.used == 1
        cancel_booking(booking=booking, now=TUESDAY_AT_TEN - MINUTE)
        assert quota.used == 0
        assert statement_of(dora) == []

    def test_their_page_says_who_it_is_now(self, personas, clock, dora, instead, booking):
        booking.any_coach = True
        give(booking, instead)
        clock.instant = TUESDAY_AT_TEN - MINUTE
        page = personas.client(personas.owner).get(f"/bookings/{booking.public_id}").text
        assert f"{dora.person.name} hat ihn übernommen" in page
        assert "können Sie bis zum Beginn absagen" in page
        assert "Termin absagen" in page
        assert "am seltensten gebucht" not in page


@on_sqlite_only
class TestMails:
    @pytest.fixture(autouse=True)
    def open_words(self, personas, coach, dora):
        for account in (personas.owner, coach, dora):
            make_wishes(account.person, discreet_coaching=False)

    def test_calendars_of_all_are_told(self, personas, coach, dora, instead, booking):
        give(booking, instead)
        given = mails_to(coach)[-1]
        assert given.calendar_method == "CANCEL"
        assert "Diesen Termin übernimmt jetzt jemand anderes:" in given.body
        [taken] = mails_to(dora)
        assert taken.calendar_method == "REQUEST"
        assert taken.subject == "Sie übernehmen einen Termin am Dienstag, 24. November 2026"
        first, told = mails_to(personas.owner)
        assert told.calendar_method == "REQUEST"
        assert f"Ihr Termin wird jetzt von {dora.person.name} begleitet:" in told.body
        assert "Wenn Sie das nicht möchten, können Sie bis zum Beginn absagen." in told.body
        for mail in (given, taken, told):
            assert entry(mail)["UID"] == entry(first)["UID"]
            assert entry(mail)["SEQUENCE"] == entry(first)["SEQUENCE"] + 1
        assert entry(taken)["LOCATION"] == "Online bei Dora"
        assert personas.owner.person.family_name not in given.body + taken.body

    def test_handed_back_it_returns_into_the_calendar(self, coach, offer, instead, booking):
        give(booking, instead)
        give(booking, offer, now=LATER + MINUTE)
        off, back = (entry(mail) for mail in mails_to(coach)[-2:])
        assert back["UID"] == off["UID"]
        assert back["SEQUENCE"] > off["SEQUENCE"]

    def test_of_a_refused_one_nobody_hears(self, personas, dora, coach, instead, booking):
        make_event(dora.person, starts_at=TUESDAY_AT_TEN)
        with pytest.raises(SomeTaken):
            give(booking, instead)
        assert len(mails_to(coach)) == len(mails_to(personas.owner)) == 1

    def test_companions_and_guests_are_told_and_stay(self, client, ada, coach, dora):
        offer, other = (make_offer(one.person, most_people=4) for one in (coach, dora))
        bea = make_account(given_name="Bea")
        booking = hold_slot(offer=offer, client=ada, starts_at=TUESDAY_AT_TEN, now=START)
        companions = Companions(people=(bea.person,), guests=("guest@example.org",))
        confirm_booking(booking=booking, now=START, companions=companions)
        give(booking, other)
        assert mails_to(bea)[-1].calendar_method == "REQUEST"
        [guest] = booking.guests
        mail = db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.recipient == guest.email)
            .order_by(OutboxMessage.id.desc())
        ).first()
        assert (mail.calendar_method, entry(mail)["SEQUENCE"]) == ("REQUEST", 1)
        assert dora.person.name not in mail.body
        page = client.get(f"/guest/{guest_token(guest)}").text
        assert dora.person.name in page
        assert coach.person.name not in page
        few = make_offer(make_working_coach(), most_people=2)
        assert few not in stand_ins(booking)


class TestRequests:
    @pytest.fixture
    def asked(self, ada, coach):
        asking = make_offer(coach.person, needs_approval=True)
        return make_series(asking, ada)

    def test_all_of_it_goes_and_the_new_coach_is_asked(self, personas, dora, instead, asked):
        give(asked[1], instead)
        assert {one.offer for one in asked} == {instead}
        assert {one.status for one in asked} == {BookingStatus.REQUESTED}
        [question] = mails_to(dora)
        assert question.calendar_method is None
        assert len(mails_to(personas.owner)) == 1
        accept_request(booking=asked[0], now=LATER)
        assert all(one.takes_place for one in asked)

    def test_a_new_answer_is_due(self, instead, asked):
        instead.notice_minutes = 24 * 60
        db.session.flush()
        give(asked[0], instead)
        halfway = LATER + (TUESDAY_AT_TEN - LATER) / 2
        assert {one.event.expires_at for one in asked} == {halfway}


class TestSeries:
    @pytest.fixture
    def series(self, ada, offer):
        return make_series(offer, ada)

    def test_the_later_ones_go_along(self, coach, offer, instead, series):
        first, second, third = series
        give(second, instead, and_following=True)
        assert [one.offer for one in series] == [offer, instead, instead]
        assert queries.list_group(first) == [first]
        assert queries.list_group(second) == [second, third]

    def test_all_or_none(self, coach, dora, offer, instead, series):
        make_event(dora.person, starts_at=series[2].event.starts_at)
        with pytest.raises(SomeTaken) as refusal:
            give(series[0], instead, and_following=True)
        assert refusal.value.taken == [series[2].event.starts_at]
        assert {one.offer for one in series} == {offer}
        assert {one.event.sequence for one in series} == {0}
        assert mails_to(dora) == []

    def test_calling_off_what_follows_leaves_those_with_the_other_coach(self, instead, series):
        first, second, _ = series
        give(second, instead)
        cancel_booking(booking=first, now=LATER, by=Side.COACH, and_following=True)
        assert [one.takes_place for one in series] == [False, True, False]

    @on_sqlite_only
    def test_the_former_coach_reads_no_more_of_it(self, personas, coach, instead, series):
        give(series[1], instead)
        cem = personas.client(coach)
        assert cem.get(f"/bookings/{series[1].public_id}").status_code == 404
        page = cem.get(f"/bookings/{series[0].public_id}").text
        assert "1. Dezember 2026" not in page
        assert "8. Dezember 2026" in page


class TestWhatFollowsTheCoach:
    def test_the_note_is_deleted_and_nobody_reads_it(self, coach, dora, instead, booking):
        keep_note(booking=booking, coach=coach.person, text="Nur für mich")
        give(booking, instead)
        assert db.session.scalars(select(CoachNote)).all() == []
        assert read_note(booking=booking, coach=dora.person) == ""
        keep_note(booking=booking, coach=dora.person, text="Neu")
        assert read_note(booking=booking, coach=dora.person) == "Neu"

    def test_hours_fairness_and_attendance(self, coach, dora, instead, booking):
        give(booking, instead)
        booked = queries.count_bookings_since([coach.person, dora.person], START - FAIR_OVER)
        assert dict(booked) == {dora.person_id: 1}
        mark_attendance(booking=booking, attended=True, now=TUESDAY_AT_TEN + HOUR)
        assert statement_of(coach) == []
        assert statement_of(dora) == [(booking.public_id, "attended")]

    def test_feeds_lose_and_gain_it(self, coach, dora, ada, instead, booking):
        feeds = [make_feed(one).feed for one in (coach.person, dora.person, ada)]
        give(booking, instead)
        uid = booking.event.uid.encode()
        db.session.commit()
        assert [uid in write_feed(feed, now=LATER) for feed in feeds] == [False, True, True]

    @on_sqlite_only
    def test_reminders_go_to_the_client_as_before(self, ada, instead, booking):
        give(booking, instead)
        due = TUESDAY_AT_TEN - 30 * MINUTE
        make_wishes(ada, reminder=Reminder.HOUR)
        assert [(one, person) for one, person in list_due_reminders(due)] == [(booking, ada)]

    def test_moving_goes_by_the_new_coach(self, dora, instead, booking):
        give(booking, instead)
        move_booking(booking=booking, starts_at=TUESDAY_AT_TEN + HOUR, now=LATER, by=Side.OFFICE)
        free = [slot.start for slot in list_free_slots(instead, make_account().person, LATER)]
        assert TUESDAY_AT_TEN + 2 * HOUR + 30 * MINUTE not in free  # the buffers of both
        assert TUESDAY_AT_TEN + 2 * HOUR + 45 * MINUTE in free


@on_sqlite_only
class TestDeadline:
    """Nobody is judged by a deadline that was set later."""

    def test_it_is_that_of_the_day_of_booking(self, offer, booking):
        offer.change_until_minutes = 7 * 24 * 60
        db.session.flush()
        assert booking.change_until == TUESDAY_AT_TEN
        cancel_booking(booking=booking, now=TUESDAY_AT_TEN - MINUTE)

    def test_and_so_is_what_the_statement_calls_late(self, coach, offer, booking):
        cancel_booking(booking=booking, now=TUESDAY_AT_TEN - MINUTE)
        offer.change_until_minutes = 7 * 24 * 60
        db.session.flush()
        assert statement_of(coach) == []


@on_sqlite_only
class TestPages:
    @pytest.fixture
    def path(self, booking):
        return f"/manage/bookings/{booking.public_id}/hand-over"

    def test_the_coach_hands_over(self, personas, coach, dora, instead, booking, path):
        cem = personas.client(coach)
        assert path in cem.get(f"/bookings/{booking.public_id}").text
        page = cem.get(path).text
        assert dora.person.name in page
        assert "Ihre Notiz zu diesem Termin geht nicht mit. Sie wird gelöscht." in page
        assert cem.post(path).status_code == 422
        answer = cem.post(path, data={"offer": instead.public_id})
        assert answer.location == "/bookings"
        assert "Übergeben. Alle Beteiligten erfahren es per Mail." in cem.get("/bookings").text
        assert cem.get(f"/bookings/{booking.public_id}").status_code == 404
        page = personas.client(dora).get(f"/bookings/{booking.public_id}").text
        assert personas.owner.person.name in page

    def test_of_a_series_those_go_along_for_whom_there_is_time(
        self, personas, ada, coach, dora, offer, instead
    ):
        series = make_series(offer, ada)
        path = f"/manage/bookings/{series[1].public_id}/hand-over"
        cem, wish = personas.client(coach), {"offer": instead.public_id, "and_following": "y"}
        assert "Hat auch an allen folgenden Terminen Zeit." in cem.get(path).text
        make_event(dora.person, starts_at=series[2].event.starts_at)
        assert "Hat auch an allen folgenden" not in cem.get(path).text
        answer = cem.post(path, data=wish)
        assert answer.status_code == 422
        assert "Nicht frei ist: " in answer.text
        assert {one.offer for one in series} == {offer}
        assert cem.post(path, data={"offer": instead.public_id}).status_code == 303
        assert [one.offer for one in series] == [offer, instead, offer]

    def test_taken_meanwhile_is_said_in_words(self, personas, coach, dora, instead, path):
        make_event(dora.person, starts_at=TUESDAY_AT_TEN)
        cem = personas.client(coach)
        assert "Zurzeit kann niemand übernehmen" in cem.get(path).text
        answer = cem.post(path, data={"offer": instead.public_id})
        assert answer.status_code == 422
        assert "Wer gewählt war, hat dann keine Zeit mehr." in answer.text

    def test_nobody_else_hands_it_over(self, personas, dora, instead, booking, path):
        for account, status in ((personas.owner, 403), (personas.office, 403), (dora, 404)):
            browser = personas.client(account)
            assert browser.get(path).status_code == status
            answer = browser.post(path, data={"offer": instead.public_id})
            assert answer.status_code == status
        assert booking.offer is not instead
