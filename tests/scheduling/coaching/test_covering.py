"""A coach falls ill and cannot even click: the office hands over what it can, without names."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from scheduling.coaching.coach_queries import list_vacations_of
from scheduling.coaching.covering import cover, list_open_appointments
from scheduling.coaching.free_time import list_free_slots
from scheduling.coaching.handing_over import hand_over
from scheduling.coaching.holding import hold_slots
from scheduling.coaching.services import cancel_booking, confirm_booking
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.organisations.factories import make_account, make_municipality
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_event

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
TUESDAY = TUESDAY_AT_TEN.date()


@pytest.fixture
def bookings(coach, offer):
    home = make_municipality(name="Musterstadt")
    client = make_account(given_name="Adalmut", family_name="Sonderlich", municipality=home).person
    return [make_booking(offer, client, TUESDAY_AT_TEN + number * HOUR) for number in range(3)]


def make_colleague(name, **terms):
    account = make_coach(given_name=name)
    make_working_time(account.person)
    return make_offer(account.person, **terms)


@pytest.fixture
def dora(app):
    return make_colleague("Dora")


def listed(coach, first=TUESDAY, last=TUESDAY, now=START):
    return list_open_appointments(coach.person, first, last, now)


def trail():
    entries = db.session.scalars(select(AuditEntry)).all()
    return [entry for entry in entries if entry.action == "booking.overridden"]


def test_what_is_open_in_these_days_is_listed(coach, bookings):
    cancel_booking(booking=bookings[0], now=START)
    assert [one.booking for one in listed(coach)] == bookings[1:]
    assert [one.booking for one in listed(coach, now=bookings[1].event.starts_at)] == bookings[2:]
    assert listed(coach, TUESDAY - DAY, TUESDAY - DAY) == []
    assert listed(coach, TUESDAY + DAY, TUESDAY + DAY) == []


@on_sqlite_only
def test_who_was_booked_least_is_suggested_and_suggestions_count(coach, dora, bookings):
    emil = make_colleague("Emil")
    make_booking(dora, make_account().person, TUESDAY_AT_TEN + 6 * HOUR)
    found = listed(coach)
    assert [one.stand_ins for one in found] == [[emil, dora]] * 3
    assert [one.suggested for one in found] == [emil, emil, dora]


@on_sqlite_only
def test_a_request_for_a_series_is_one_line(coach, bookings):
    asking = make_offer(coach.person, needs_approval=True, notice_minutes=180)
    starts = [TUESDAY_AT_TEN + 4 * HOUR + week * WEEK for week in range(2)]
    client = make_account().person
    asked = hold_slots(offers=[asking], client=client, starts=starts, now=START)[0]
    confirm_booking(booking=asked, now=START)
    last = TUESDAY + WEEK
    found = listed(coach, last=last)
    assert [one.booking for one in found] == [*bookings, asked]
    assert [one.together for one in found] == [1, 1, 1, 2]
    assert [one.booking for one in listed(coach, last=last, now=asked.event.expires_at)] == [
        bookings[2]
    ]


def test_each_goes_by_itself_and_the_rest_stays(coach, dora, bookings, personas):
    make_event(dora.coach, starts_at=TUESDAY_AT_TEN + HOUR, ends_at=TUESDAY_AT_TEN + 2 * HOUR)
    office = personas.office.person
    covered = cover(
        coach_id=coach.person.public_id,
        choices={one.public_id: dora.public_id for one in bookings},
        actor=office,
        now=START,
    )
    assert covered.handed_over == 2
    assert covered.staying == [TUESDAY_AT_TEN + HOUR]
    assert [one.offer is dora for one in bookings] == [True, False, True]
    entries = trail()
    assert [entry.object_public_id for entry in entries] == [
        bookings[0].public_id,
        bookings[2].public_id,
    ]
    for entry in entries:
        assert entry.details == {"done": "hand_over", "reason": "coach_absent"}
        assert entry.actor_public_id == office.public_id


def test_what_is_not_this_coachs_is_not_touched(coach, dora, bookings, personas):
    hand_over(booking=bookings[0], offer=dora, now=START)
    emil = make_colleague("Emil")
    covered = cover(
        coach_id=coach.person.public_id,
        choices={bookings[0].public_id: emil.public_id, bookings[1].public_id: "unknown"},
        actor=personas.office.person,
        now=START,
    )
    assert (covered.handed_over, covered.staying) == (0, [])
    assert bookings[0].offer is dora


@on_sqlite_only
class TestPages:
    @pytest.fixture
    def office(self, personas):
        return personas.client(personas.office)

    @pytest.fixture
    def span(self, coach):
        return {"coach": coach.person.public_id, "first": "2026-11-24", "last": "2026-11-24"}

    def test_the_page_names_nobody_who_booked(self, office, coach, dora, bookings, span):
        assert coach.person.name in office.get("/manage/absences").text
        page = office.get("/manage/absences", query_string=span).text
        assert "10:00–11:00 Uhr" in page
        assert "Gespräch unter vier Augen, 1 Stunde" in page
        assert dora.coach.name in page
        assert "Sonderlich" not in page
        assert "Musterstadt" not in page

    def test_one_and_then_all_the_others(self, office, dora, bookings, span):
        path = f"/manage/absences/{span['coach']}?first=2026-11-24&last=2026-11-24"
        choices = {f"offer-{one.public_id}": dora.public_id for one in bookings}
        answer = office.post(path, data=choices | {"only": bookings[1].public_id})
        assert answer.status_code == 303
        assert [one.offer is dora for one in bookings] == [False, True, False]
        page = office.get(answer.location).text
        assert "1 Termin ist übergeben. Alle Beteiligten erfahren es per Mail." in page
        make_event(dora.coach, starts_at=TUESDAY_AT_TEN + 2 * HOUR)
        answer = office.post(path, data=choices)
        page = office.get(answer.location).text
        assert "1 Termin ist übergeben." in page
        assert "Nicht übergeben, weil jemand schneller war: " in page
        assert "24. November 2026, 12:00" in page.split("schneller war: ")[1][:60]
        assert f"/manage/appointments/{bookings[2].public_id}" in page
        trail_page = office.get("/manage/audit").text
        assert "getan: einem anderen Coach übergeben; Grund: Der Coach fällt aus" in trail_page
        assert "Es wurde nichts" in office.post(path, follow_redirects=True).text

    def test_the_days_are_closed_to_new_bookings(self, office, coach, offer, bookings, span):
        client = bookings[0].client
        assert any(slot.start.date() == TUESDAY for slot in list_free_slots(offer, client, START))
        assert "lassen sich noch Termine buchen" in (
            office.get("/manage/absences", query_string=span).text
        )
        for _ in range(2):
            answer = office.post("/manage/absences/days", query_string=span)
            assert "Gesperrt: An diesen Tagen kann niemand mehr" in office.get(answer.location).text
        assert not any(
            slot.start.date() == TUESDAY for slot in list_free_slots(offer, client, START)
        )
        assert len(list_vacations_of(coach.person)) == 1
        assert bookings[0].takes_place
        assert "Coach für Tage abwesend gemeldet" in office.get("/manage/audit").text
        assert office.post("/manage/absences/days").status_code == 404

    @pytest.mark.parametrize(
        "wrong",
        [
            {"first": "2026-11-25"},
            {"last": "2027-11-25"},
            {"first": "9999-12-31", "last": "9999-12-31"},
            {"first": "x"},
            {"coach": "x"},
        ],
    )
    def test_wrong_days_are_said_in_words(self, office, bookings, span, wrong):
        assert office.get("/manage/absences", query_string=span | wrong).status_code == 422

    def test_the_office_alone(self, personas, coach, bookings, span):
        for account in (personas.owner, personas.coordinator, coach):
            browser = personas.client(account)
            assert browser.get("/manage/absences", query_string=span).status_code == 403
            assert browser.post(f"/manage/absences/{span['coach']}").status_code == 403
