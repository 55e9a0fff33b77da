"""The office sets a rule aside for somebody: explicit, with a reason, and never a constraint."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from scheduling.coaching.models import Side
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_booking, make_offer

pytestmark = in_turn

HOUR = timedelta(hours=1)
REASON = "client_asked"


@pytest.fixture
def booking(coach):
    offer = make_offer(coach.person, change_until_minutes=7 * 24 * 60)
    ada = make_account(given_name="Adalmut", family_name="Sonderlich").person
    return make_booking(offer, ada, TUESDAY_AT_TEN)


@pytest.fixture
def office(personas):
    return personas.client(personas.office)


@pytest.fixture
def path(booking):
    return f"/manage/appointments/{booking.public_id}"


def trail():
    entries = db.session.scalars(select(AuditEntry)).all()
    return [entry for entry in entries if entry.action == "booking.overridden"]


def new_time(hour, **changes):
    return {
        "move-day": "2026-11-24",
        "move-time": f"{hour}:00",
        "move-reason": REASON,
        **{f"move-{name}": value for name, value in changes.items()},
    }


def test_the_client_is_told_whom_to_ask_and_by_which_number(personas, booking):
    account = make_account(given_name="Bea")
    late = make_booking(booking.offer, account.person, TUESDAY_AT_TEN + 2 * HOUR)
    page = personas.client(account).get(f"/bookings/{late.public_id}").text
    assert f"nennen Sie die Nummer dieses Termins: {late.public_id}" in page
    assert "Termin absagen" not in page


def test_the_number_leads_to_a_page_without_the_clients_name(office, coach, booking, path):
    answer = office.post("/manage/appointments", data={"number": f" {booking.public_id} "})
    assert answer.location == path
    page = office.get(path).text
    assert coach.person.name in page
    assert "10:00–11:00 Uhr" in page
    assert "Sonderlich" not in page
    assert office.post("/manage/appointments", data={"number": "x"}).status_code == 422


def test_without_a_reason_nothing_happens(office, booking, path):
    assert office.post(f"{path}/cancel").status_code == 422
    assert office.post(f"{path}/move", data=new_time(12, reason="")).status_code == 422
    assert booking.takes_place
    assert trail() == []


def test_cancelling_after_the_deadline_is_recorded_with_its_reason(office, personas, booking, path):
    assert office.post(f"{path}/cancel", data={"cancel-reason": REASON}).status_code == 303
    assert (booking.takes_place, booking.cancelled_by) == (False, Side.OFFICE)
    [entry] = trail()
    assert entry.actor_public_id == personas.office.person.public_id
    assert entry.details == {"done": "cancel", "reason": REASON}
    shown = office.get("/manage/audit").text
    assert "getan: abgesagt; Grund: Die Person, die gebucht hat, bat darum" in shown
    assert "Sonderlich" not in shown.split("Coaching-Termin gegen seine Regeln")[1][:300]


def test_moving_outside_working_hours_is_possible(office, booking, path):
    assert office.post(f"{path}/move", data=new_time(20)).status_code == 303
    assert booking.event.starts_at == TUESDAY_AT_TEN + 10 * HOUR
    assert [entry.details["done"] for entry in trail()] == ["move"]


def test_moving_onto_somebody_else_is_not(office, booking, path):
    make_booking(booking.offer, make_person(), TUESDAY_AT_TEN + 2 * HOUR)
    answer = office.post(f"{path}/move", data=new_time(12))
    assert answer.status_code == 422
    assert "Dieser Termin wurde gerade vergeben." in answer.text
    assert booking.event.starts_at == TUESDAY_AT_TEN
    assert trail() == []


def test_what_has_begun_stays(personas, clock, booking, path):
    clock.instant = TUESDAY_AT_TEN
    office = personas.client(personas.office)
    answer = office.post(f"{path}/cancel", data={"cancel-reason": REASON})
    assert answer.status_code == 422
    assert booking.takes_place
    assert "Hier lässt sich nichts mehr ändern" in answer.text


def test_the_office_alone(personas, booking, path):
    for account in (personas.owner, personas.coordinator, personas.trainer):
        client = personas.client(account)
        assert client.get(path).status_code == 403
        assert client.post(f"{path}/cancel", data={"cancel-reason": REASON}).status_code == 403
