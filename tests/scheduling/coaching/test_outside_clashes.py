"""A calendar outside that clashes with an appointment: its owner is told at once, and once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from scheduling.busy_calendars.events import BusyTimesChanged
from scheduling.busy_calendars.services import upload_calendar
from scheduling.coaching import personal_data
from scheduling.coaching.clash_models import ToldClash
from scheduling.coaching.companions import Companions
from scheduling.coaching.holding import hold_slots
from scheduling.coaching.jobs import EXPIRE_JOB
from scheduling.coaching.overriding import OverrideReason, move_for_others
from scheduling.coaching.services import cancel_booking, confirm_booking, move_booking
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_person
from tests.scheduling.busy.calendars import calendar as calendar_file
from tests.scheduling.busy.calendars import event
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer
from tests.scheduling.factories import add_busy_times, make_busy_calendar, make_event

pytestmark = in_turn

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEN = (TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
#: Half of the hour, and half an hour more: surely something else.
MEETING = (TUESDAY_AT_TEN + 30 * MINUTE, TUESDAY_AT_TEN + 90 * MINUTE)
WORDS = "passt etwas nicht zusammen"


@pytest.fixture
def ada(app):
    return make_account(given_name="Ada")


@pytest.fixture
def booking(offer, ada):
    return make_booking(offer, ada.person, TUESDAY_AT_TEN)


def read_anew(account, now=START):
    """As a refresh says it."""
    publish(BusyTimesChanged(account.person.id, now))


def told(words=WORDS):
    """To whom mails with these words went."""
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [mail.recipient for mail in mails if words in mail.body]


class TestTelling:
    def test_its_owner_is_told_and_nobody_else(self, coach, ada, booking):
        make_busy_calendar(coach.person, MEETING)
        read_anew(ada)
        assert told() == []
        read_anew(coach)
        assert told() == [coach.email]
        make_busy_calendar(ada.person, MEETING)
        read_anew(ada)
        assert told() == [coach.email, ada.email]

    def test_the_mail_says_what_and_where_to_change_it(self, coach, booking):
        make_wishes(coach.person, discreet_coaching=False)
        make_busy_calendar(coach.person, MEETING, label="Rathaus")
        read_anew(coach)
        [mail] = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.body.contains("Rathaus"))
        )
        assert mail.subject == "Bitte prüfen: Ihr Termin am Dienstag, 24. November 2026"
        assert "Dienstag, 24. November 2026, 10:00–11:00 Uhr" in mail.body
        says = "Ihr Kalender „Rathaus“ sagt, dass Sie von 10:30 bis 11:30 Uhr belegt sind."
        assert says in mail.body
        assert f"http://localhost/bookings/{booking.public_id}" in mail.body
        assert booking.client.family_name not in mail.body

    @pytest.mark.parametrize("discreet", [True, False])
    def test_two_entries_at_one_appointment_name_it_once(self, coach, booking, discreet):
        make_wishes(coach.person, discreet_coaching=discreet)
        before = (TEN[0] - 10 * MINUTE, TEN[0] + 10 * MINUTE)
        make_busy_calendar(coach.person, before, MEETING, label="Rathaus")
        read_anew(coach)
        mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()))
        body = mails.first().body
        assert body.count("10:00–11:00 Uhr") == 1
        assert body.count("„Rathaus“") == (0 if discreet else 2)

    def test_who_reads_along_on_a_lock_screen_learns_nothing(self, coach, booking):
        make_busy_calendar(coach.person, MEETING, label="Rathaus")
        read_anew(coach)
        mails = db.session.scalars(select(OutboxMessage))
        [mail] = [one for one in mails if WORDS in one.body]
        assert mail.subject == "Nachricht aus KommA"
        for secret in ("Rathaus", "belegt", "Coaching", booking.offer.title.de):
            assert secret not in mail.body

    def test_an_answer_every_quarter_of_an_hour_is_told_once(self, coach, booking):
        calendar = make_busy_calendar(coach.person, MEETING)
        for minutes in (0, 15, 30):
            read_anew(coach, START + minutes * MINUTE)
        assert len(told()) == 1
        # What it touches outside is another interval, and the same clash.
        add_busy_times(calendar, (MEETING[0], MEETING[1] + HOUR), (MEETING[0] + MINUTE, MEETING[1]))
        read_anew(coach)
        assert len(told()) == 1
        add_busy_times(calendar, (TEN[0] - HOUR, TEN[0] + 10 * MINUTE))
        read_anew(coach)
        assert len(told()) == 2, "something else"

    def test_what_went_and_came_back_is_told_again(self, coach, booking):
        for _ in range(2):
            calendar = make_busy_calendar(coach.person, MEETING)
            read_anew(coach)
            db.session.delete(calendar)
            db.session.flush()
            read_anew(coach)
        assert len(told()) == 2

    def test_many_clashes_are_one_mail_at_the_same_cost(self, coach, offer):
        calendar = make_busy_calendar(coach.person)
        counts = []
        for days in (range(1), range(1, 4)):
            for number in days:
                start = TUESDAY_AT_TEN + 7 * number * DAY
                make_booking(offer, make_person(), start)
                add_busy_times(calendar, (start + 30 * MINUTE, start + 90 * MINUTE))
            db.session.expire_all()
            with recorded_queries() as statements:
                read_anew(coach)
            counts.append(len(statements))
        assert counts[0] == counts[1]
        assert len(told()) == 2

    def test_what_is_off_over_or_only_held_is_no_clash(self, coach, offer, ada, booking):
        make_busy_calendar(coach.person, (START, START + 30 * DAY))
        cancel_booking(booking=booking, now=START)
        read_anew(coach)
        make_event(coach.person, starts_at=TUESDAY_AT_TEN)
        read_anew(coach)
        assert told() == []

    def test_a_request_is_told_and_what_began_is_not(self, coach, ada):
        offer = make_offer(coach.person, needs_approval=True)
        make_booking(offer, ada.person, TUESDAY_AT_TEN)
        make_busy_calendar(coach.person, MEETING)
        read_anew(coach, now=TUESDAY_AT_TEN)
        assert told() == []
        read_anew(coach)
        assert told() == [coach.email]

    def test_whoever_was_taken_along_is_told(self, coach, ada):
        offer, bea = make_offer(coach.person, most_people=2), make_account()
        [held] = hold_slots(offers=[offer], client=ada.person, starts=[TUESDAY_AT_TEN], now=START)
        confirm_booking(booking=held, now=START, companions=Companions((bea.person,)))
        make_busy_calendar(bea.person, MEETING)
        read_anew(bea)
        assert told() == [bea.email]

    def test_the_pauses_of_an_appointment_are_no_clash(self, coach, ada):
        offer = make_offer(coach.person, buffer_after_minutes=30)
        make_booking(offer, ada.person, TUESDAY_AT_TEN)
        make_busy_calendar(coach.person, (TEN[1], TEN[1] + 30 * MINUTE + HOUR))
        read_anew(coach)
        assert told() == []

    def test_what_the_office_moves_there_is_told_at_once(self, coach, offer, ada):
        booking = make_booking(offer, ada.person, TUESDAY_AT_TEN + 2 * HOUR)
        make_busy_calendar(coach.person, MEETING)
        move_for_others(
            booking=booking,
            starts_at=TUESDAY_AT_TEN,
            actor=make_person(),
            reason=OverrideReason.CLIENT_ASKED,
            now=START,
        )
        assert told() == [coach.email]


class TestOwnAppointmentsReadBack:
    @pytest.mark.parametrize(("before", "after"), [(0, 0), (15, 30)])
    def test_with_or_without_pauses_they_are_no_clash(self, coach, ada, before, after):
        offer = make_offer(coach.person, buffer_before_minutes=15, buffer_after_minutes=30)
        make_booking(offer, ada.person, TUESDAY_AT_TEN)
        make_busy_calendar(coach.person, (TEN[0] - before * MINUTE, TEN[1] + after * MINUTE))
        make_busy_calendar(ada.person, TEN)
        read_anew(coach)
        read_anew(ada)
        assert told() == []

    def test_nor_are_several_that_are_told_as_one(self, coach, offer, booking):
        make_booking(offer, make_person(), TUESDAY_AT_TEN + HOUR)
        make_event(coach.person, starts_at=TUESDAY_AT_TEN - 2 * HOUR)
        make_busy_calendar(coach.person, (TEN[0] - 2 * HOUR, TEN[1] + HOUR))
        read_anew(coach)
        assert told() == []

    def test_nor_for_two_days_the_time_from_which_it_was_moved(self, coach, offer, booking):
        """Calendars that subscribe to ours ask once or twice a day."""
        make_busy_calendar(coach.person, TEN)
        booking = make_booking(offer, make_person(), TUESDAY_AT_TEN + 7 * DAY)
        make_busy_calendar(coach.person, (TEN[0] + 7 * DAY, TEN[1] + 7 * DAY))
        move_booking(booking=booking, starts_at=TUESDAY_AT_TEN + 7 * DAY + 15 * MINUTE, now=START)
        read_anew(coach, START + 2 * DAY)
        assert told() == []
        read_anew(coach, START + 2 * DAY + MINUTE)
        assert told() == [coach.email]

    def test_what_touches_them_may_be_something_else_and_is_told(self, coach, booking):
        make_busy_calendar(coach.person, (TEN[0], TEN[1] + HOUR))
        read_anew(coach)
        assert told() == [coach.email]

    def test_what_a_calendar_has_right_after_them_is_another_entry(self, coach, booking):
        def entry(start, end):
            return event(f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}")

        mirrored, after = entry(*TEN), entry(TEN[1], TEN[1] + HOUR)
        db.session.commit()
        upload_calendar(
            person=coach.person,
            label="Rathaus",
            content=calendar_file(mirrored, after),
            now=START,
        )
        assert told() == []
        db.session.commit()
        upload_calendar(
            person=coach.person,
            label="Privat",
            content=calendar_file(mirrored, after, entry(*MEETING)),
            now=START,
        )
        assert told() == [coach.email]


class TestForgetting:
    def rows(self):
        return len(db.session.scalars(select(ToldClash)).all())

    def test_what_is_over_is_forgotten(self, clock, coach, booking):
        make_busy_calendar(coach.person, MEETING)
        read_anew(coach)
        db.session.commit()
        run_job(EXPIRE_JOB)
        assert self.rows() == 1
        clock.instant = TEN[1]
        run_job(EXPIRE_JOB)
        assert self.rows() == 0

    def test_and_what_belongs_to_somebody_who_is_erased(self, coach, ada, booking):
        for account in (coach, ada):
            make_busy_calendar(account.person, MEETING)
            read_anew(account)
        assert self.rows() == 2
        personal_data.erase(ada.person.id)
        assert self.rows() == 0


class TestPages:
    def test_the_appointment_warns_its_reader_alone(self, personas, coach, offer):
        booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
        make_busy_calendar(coach.person, MEETING, label="Rathaus")
        says = "Ihr Kalender „Rathaus“ sagt, dass Sie von 10:30 bis 11:30 Uhr belegt sind."
        for page in (f"/bookings/{booking.public_id}", "/bookings"):
            assert says in personas.client(coach).get(page).text
            assert "Kalender „" not in personas.client(personas.owner).get(page).text
        assert "Trifft auf Ihren Kalender" in personas.client(coach).get("/bookings").text

    def test_nothing_warns_of_what_is_over(self, personas, clock, coach, offer):
        booking = make_booking(offer, personas.owner.person, TUESDAY_AT_TEN)
        make_busy_calendar(coach.person, MEETING)
        clock.instant = TEN[1]
        for page in (f"/bookings/{booking.public_id}", "/bookings"):
            assert "Kalender „" not in personas.client(coach).get(page).text

    def test_the_list_asks_no_more_for_many(self, personas, coach, offer):
        def asked():
            with recorded_queries() as statements:
                personas.client(coach).get("/bookings")
            return len(statements)

        calendar = make_busy_calendar(coach.person)
        counts = []
        for number in (0, 1, 2):
            start = TUESDAY_AT_TEN + 7 * number * DAY
            make_booking(offer, personas.owner.person, start)
            add_busy_times(calendar, (start + 30 * MINUTE, start + 90 * MINUTE))
            counts.append(asked())
        assert counts[1] == counts[2]
