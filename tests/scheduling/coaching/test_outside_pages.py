"""Pages around calendars outside: owners read which one is the reason, nobody else reads a word."""

from datetime import timedelta

import pytest
from lxml import html

from app.kernel.permissions import Role
from organisations.deputies.services import name_deputy
from scheduling.coaching.free_time import coach_question, list_free_slots
from scheduling.coaching.holding import hold_slot
from scheduling.slot_reasons import reasons_against
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
from tests.scheduling.factories import make_busy_calendar

pytestmark = in_turn

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TEN = (TUESDAY_AT_TEN, TUESDAY_AT_TEN + HOUR)
LINE = "Zeiten, zu denen Sie nach Ihren belegten Kalendern nicht können, stehen hier nicht."
SECRET = "Arztbesuche"


class TestWhy:
    def why(self, personas, coach, time):
        query = {"day": "2026-11-24", "time": time}
        return personas.client(coach).get("/manage/availability/why", query_string=query).text

    @pytest.mark.parametrize(
        ("time", "sentence"),
        [
            ("10:15", "Ihr Kalender „Rathaus“ sagt, dass Sie von 10:00 bis 11:00 Uhr belegt sind."),
            (
                "11:00",
                "Für die Pausen des Angebots ist kein Platz. Ihr Kalender „Rathaus“ sagt, dass Sie "
                "von 10:00 bis 11:00 Uhr belegt sind.",
            ),
            (
                "14:00",
                "Ihr Kalender „Familie“ enthält einen Eintrag, den wir nicht lesen konnten; seine "
                "Zeit gilt als belegt, von Dienstag, 24. November 2026, 14:00 Uhr bis Mittwoch, "
                "25. November 2026, 14:00 Uhr.",
            ),
        ],
    )
    def test_the_calendar_is_named(self, personas, coach, time, sentence):
        make_offer(coach.person, buffer_before_minutes=15)
        make_busy_calendar(coach.person, TEN, label="Rathaus")
        afternoon = TUESDAY_AT_TEN + 4 * HOUR
        make_busy_calendar(
            coach.person, (afternoon, afternoon + DAY), label="Familie", certain=False
        )
        assert f'<li class="kern-body">{sentence}</li>' in self.why(personas, coach, time)

    def test_no_time_stays_unexplained(self, coach):
        """Own appointments read back, something of its own, and something over both."""
        offer = make_offer(coach.person, buffer_before_minutes=15, buffer_after_minutes=30)
        make_booking(offer, make_person(), TUESDAY_AT_TEN)
        make_busy_calendar(
            coach.person, TEN, (TUESDAY_AT_TEN + 3 * HOUR, TUESDAY_AT_TEN + 200 * MINUTE)
        )
        make_busy_calendar(
            coach.person, (TUESDAY_AT_TEN - 30 * MINUTE, TUESDAY_AT_TEN + 20 * MINUTE)
        )
        free = {slot.start for slot in list_free_slots(offer, make_person(), START)}
        question = coach_question(offer, START, START, START + 3 * DAY)
        tried = [START + number * 15 * MINUTE for number in range(2 * 24 * 4)]
        assert {at for at in tried if not reasons_against(question, at)} == free & set(tried)
        assert free & set(tried)

    def test_the_month_shows_a_day_that_is_taken(self, personas, coach, offer):
        make_busy_calendar(coach.person, (TUESDAY_AT_TEN - 9 * HOUR, TUESDAY_AT_TEN + 14 * HOUR))
        page = personas.client(coach).get("/manage/availability/month").text
        assert page.count("alles belegt") == 2, "in the calendar and in the list"


class TestClients:
    def pages(self, offer, booking):
        return (
            f"/coaching/{offer.public_id}",
            "/coaching/find",
            f"/bookings/{booking.public_id}/move",
            f"/coaching/{offer.public_id}/series?start=2026-11-24T09:00:00Z&count=2&every_weeks=1",
        )

    def test_who_has_calendars_outside_reads_one_line_of_them(self, personas, offer):
        ada = personas.owner
        booking = make_booking(offer, ada.person, TUESDAY_AT_TEN + 2 * HOUR)
        pages = self.pages(offer, booking)
        assert not any(LINE in personas.client(ada).get(page).text for page in pages)
        make_busy_calendar(ada.person, TEN, label=SECRET)
        for page in pages:
            text = personas.client(ada).get(page).text
            assert text.count(LINE) == 1, page
            assert SECRET not in text

    def test_what_came_up_meanwhile_is_said_where_they_confirm(self, personas, coach, offer):
        ada = personas.owner
        held = hold_slot(offer=offer, client=ada.person, starts_at=TUESDAY_AT_TEN, now=START)
        make_busy_calendar(coach.person, TEN, label=SECRET)
        answer = personas.client(ada).post(f"/coaching/holds/{held.public_id}")
        assert answer.status_code == 422
        assert "Nicht frei ist: Dienstag, 24. November 2026, 10:00 Uhr." in answer.text
        assert "Andere Zeit wählen" in answer.text
        assert SECRET not in answer.text


def test_nobody_else_sees_more_than_that_a_time_is_not_free(personas, coach, offer):
    """Of a client and a coach who are both busy outside: the other side, and all who help."""
    ada, dora = personas.owner, make_coach(given_name="Dora")
    make_working_time(dora.person)
    other = make_offer(dora.person)
    deputy = make_account(Role.DEPUTY, municipality=ada.person.municipality)
    name_deputy(principal=ada.person, email=deputy.email, now=START)
    booking = make_booking(offer, ada.person, TUESDAY_AT_TEN)
    theirs = make_booking(other, ada.person, TUESDAY_AT_TEN + 2 * HOUR)
    clash = (TUESDAY_AT_TEN + 30 * MINUTE, TUESDAY_AT_TEN + 4 * HOUR)
    for person in (ada.person, coach.person):
        make_busy_calendar(person, clash, label=SECRET, good_at=START - timedelta(days=2))
    booked, kept = f"/bookings/{booking.public_id}", f"/deputy/{ada.person.public_id}"
    pages = {
        ada: [f"/coaching/{offer.public_id}", "/coaching/find"],
        dora: ["/bookings", f"/manage/bookings/{theirs.public_id}/hand-over"],
        deputy: [
            kept,
            f"{kept}/offers/{offer.public_id}",
            f"{kept}/bookings/{booking.public_id}/move",
        ],
        personas.office: [
            f"/manage/absences?coach={dora.person.public_id}&first=2026-11-24&last=2026-11-24",
            f"/manage/bookings/{booking.public_id}/override",
        ],
    }
    for account, addresses in pages.items():
        for address in addresses:
            page = personas.client(account).get(address, follow_redirects=True).text
            [main] = html.fromstring(page).xpath("//main")
            assert SECRET not in page, address
            assert LINE not in page or account is ada, address
            assert "Trifft auf" not in main.text_content(), address
    for account in (ada, coach):
        assert SECRET in personas.client(account).get(booked).text, "its owner does"
