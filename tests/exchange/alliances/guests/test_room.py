"""What a guest sees and says: all of their own organisation, and nothing else."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from exchange.alliances.guests.models import Confirmation, Guest
from exchange.alliances.meetings.minutes import approve_minutes, save_minutes
from exchange.alliances.meetings.services import cancel_meeting
from exchange.alliances.partners.models import CommitmentState
from tests.exchange.alliances.factories import (
    make_commitment,
    make_contact,
    make_meeting,
    make_partner,
    make_task,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

ENTRY = {"remit": "Hört zu und hilft weiter.", "phone": "030 23125 200", "reachability": ""}
DUE = date(2026, 12, 24)


@pytest.fixture
def told(personas):
    """Who else was mailed, and in which words."""
    return lambda: [
        mail.body
        for mail in db.session.scalars(select(OutboxMessage))
        if mail.recipient == personas.coordinator.email
    ]


@pytest.fixture
def meeting(home, partner, personas):
    other = make_partner(home, name="Polizeiwache")
    make_contact(other, name="Heike Albrecht", phone="030 23125 301")
    return make_meeting(
        home,
        personas.owner.person,
        actor=personas.coordinator.person,
        partners=[partner, other],
        agenda="Erreichbarkeit",
    )


def test_an_entry_is_put_right_and_confirmed(guest, coordinator, at, partner, contact, told, clock):
    clock.advance(hours=1)
    sent = guest.post("/partner/entry", data=ENTRY)
    assert sent.location == "/partner"
    assert "Zuletzt bestätigt" in guest.get("/partner").text
    assert told() == []
    changed = ENTRY | {"phone": "030 23125 299", "name": "Anderer Name", "kind": "security"}
    guest.post("/partner/entry", data=changed)
    assert (partner.phone, partner.name, partner.kind) == (
        "030 23125 299",
        "Opferberatung",
        "counselling",
    )
    assert contact.confirmed_at == clock.now()
    assert len(told()) == 1
    page = coordinator.get(at(f"/partners/{partner.public_id}")).text
    assert "Telefon: vorher „030 23125 200“, jetzt „030 23125 299“" in page
    assert "Gast des Partners" in page
    assert "030 23125 299" not in str(
        [entry.details for entry in db.session.scalars(select(AuditEntry))]
    )


@pytest.mark.parametrize("wrong", [{"phone": "ruf mich an"}, {"remit": ""}, {"phone": ""}])
def test_an_entry_that_helps_nobody_is_refused_at_its_field(guest, partner, wrong):
    partner.round_the_clock = True
    refused = guest.post("/partner/entry", data=ENTRY | wrong)
    assert refused.status_code == 422
    assert "Wofür ist Ihre Organisation da?" in refused.text, "guests are asked about their own"
    assert (partner.phone, partner.remit) == (ENTRY["phone"], ENTRY["remit"])
    assert db.session.scalars(select(Confirmation)).all() == []


def test_a_guest_says_how_a_commitment_stands(guest, coordinator, at, partner, told):
    promise = make_commitment(partner, text="Ruft binnen eines Tages zurück")
    address = f"/partner/commitments/{promise.public_id}"
    assert guest.post(address, data={"state": "dropped"}).status_code == 422
    note = "Abends fehlt noch jemand."
    assert guest.post(address, data={"state": "in_progress", "note": note}).status_code == 303
    assert promise.state == CommitmentState.IN_PROGRESS
    assert note in guest.get(address).text
    guest.post(address, data={"state": "kept"})
    assert promise.state == CommitmentState.KEPT
    assert note in coordinator.get(at(f"/partners/{partner.public_id}")).text
    assert len(told()) == 2
    assert all(note not in mail for mail in told())
    promise.state = CommitmentState.DROPPED
    guest.post(address, data={"state": "kept"})
    assert promise.state == CommitmentState.DROPPED


def test_a_guest_sees_a_meeting_they_are_invited_to_and_nobodys_name(
    guest, personas, meeting, home
):
    uninvited = make_meeting(home, actor=personas.coordinator.person, title="Kleine Runde")
    assert "Kleine Runde" not in guest.get("/partner").text
    assert guest.get(f"/partner/meetings/{uninvited.public_id}").status_code == 404
    page = guest.get(f"/partner/meetings/{meeting.public_id}").text
    assert all(word in page for word in ("Rathaus", "Erreichbarkeit", "Polizeiwache"))
    hidden = ("Heike", "030 23125 301", personas.owner.person.family_name, "Kolja")
    assert [word for word in hidden if word in page] == []


def test_minutes_are_shown_once_they_are_approved(guest, personas, meeting):
    writer, reader = personas.coordinator.person, personas.owner.person
    page = f"/partner/meetings/{meeting.public_id}"
    for submit in (False, True):
        save_minutes(
            meeting=meeting,
            text="Beschlossen ist alles",
            revision=meeting.minutes_revision,
            submit=submit,
            actor=writer,
            now=START,
        )
        assert "Beschlossen ist alles" not in guest.get(page).text
    approve_minutes(meeting=meeting, revision=2, actor=reader, now=START)
    shown = guest.get(page).text
    assert "Beschlossen ist alles" in shown
    assert writer.name not in shown
    assert reader.name not in shown


def test_a_meeting_comes_into_the_guests_own_calendar(guest, personas, meeting):
    address = f"/partner/meetings/{meeting.public_id}.ics"
    answer = guest.get(address)
    assert answer.mimetype == "text/calendar"
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["UID"] == meeting.event.uid
    assert event["LOCATION"] == "Rathaus"
    assert event["DTSTART"].dt == meeting.event.starts_at
    assert "ATTENDEE" not in event
    cancel_meeting(meeting=meeting, actor=personas.coordinator.person, now=START)
    assert b"STATUS:CANCELLED" in guest.get(address).data
    assert "abgesagt" in guest.get("/partner").text


def test_a_task_of_the_organisation_is_ticked_off(guest, coordinator, at, meeting, partner):
    task = make_task(meeting, due_on=DUE, partner=partner, text="Rückrufnummer nennen")
    make_task(meeting, due_on=DUE, text="Notfallkarte drucken")
    shown = guest.get("/partner").text
    assert "Rückrufnummer nennen" in shown
    assert "Notfallkarte drucken" not in shown
    guest.post(f"/partner/tasks/{task.public_id}/done")
    assert task.done_at == START
    assert "erledigt" in coordinator.get(at(f"/meetings/{meeting.public_id}")).text
    guest.post(f"/partner/tasks/{task.public_id}/reopen")
    assert task.done_at is None


def test_a_guest_reads_and_takes_along_what_is_kept_of_them(guest, contact, clock):
    guest.post("/partner/entry", data=ENTRY | {"reachability": "tagsüber"})
    page = guest.get("/partner/data").text
    assert all(word in page for word in (contact.name, contact.email, contact.phone))
    told = guest.get("/partner/data/export")
    assert "attachment" in told.headers["Content-Disposition"]
    assert told.json["contact"]["email"] == contact.email
    assert told.json["access"]["invited_at"] == START.isoformat()
    assert told.json["confirmations"][0]["changes"] == {"reachability": ["", "tagsüber"]}


def test_a_guest_leaves_or_is_forgotten(guest, coordinator, at, partner, contact, told):
    guest.post("/partner/entry", data=ENTRY)
    name, here = contact.name, at(f"/partners/{partner.public_id}")
    assert "endgültig gelöscht" in guest.get("/partner/data/erase").text
    guest.post("/partner/data/erase")
    assert guest.get("/partner").location == "/login/partner"
    assert name not in coordinator.get(here).text
    assert len(told()) == 1
    assert name not in told()[0]
    assert db.session.scalars(select(Confirmation)).one().contact is None


def test_a_guest_ends_their_access_and_stays_a_contact(guest, coordinator, at, contact, told):
    guest.post("/partner/data/leave")
    assert guest.get("/partner").location == "/login/partner"
    page = coordinator.get(at(f"/partners/{contact.partner.public_id}")).text
    assert contact.name in page
    assert "Gastzugang vom Gast selbst beendet" in page
    assert len(told()) == 1


def test_the_pages_cost_the_same_with_many_rows(guest, coordinator, at, partner, home, personas):
    def costs():
        with recorded_queries() as of_guest:
            guest.get("/partner")
        with recorded_queries() as of_panel:
            coordinator.get(at(f"/partners/{partner.public_id}"))
        return len(of_guest), len(of_panel)

    def add(number):
        make_contact(partner, email=f"gast{number}@beratung.example")
        meeting = make_meeting(home, actor=personas.coordinator.person, partners=[partner])
        make_task(meeting, due_on=DUE, partner=partner)
        promise = make_commitment(partner)
        guest.post(f"/partner/commitments/{promise.public_id}", data={"state": "kept"})
        guest.post("/partner/entry", data=ENTRY | {"reachability": f"ab {number} Uhr"})

    add(1)
    few = costs()
    for number in range(2, 6):
        add(number)
    assert costs() == few
    assert few[0] <= 8


def test_old_reports_and_ended_accesses_are_forgotten(guest, coordinator, at, contact, clock):
    from app.kernel.retention import delete_due

    guest.post("/partner/entry", data=ENTRY)
    coordinator.post(at(f"/contacts/{contact.public_id}/guest/withdraw"))
    db.session.commit()
    delete_due(clock.now() + timedelta(days=100))
    assert db.session.scalars(select(Guest)).all() != []
    delete_due(clock.now() + timedelta(days=200))
    assert db.session.scalars(select(Guest)).all() == []
    assert db.session.scalars(select(Confirmation)).all() != []
    delete_due(clock.now() + timedelta(days=740))
    assert db.session.scalars(select(Confirmation)).all() == []
