"""Meetings in calendars of those invited; minutes that nobody approves alone; tasks."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from exchange.alliances.meetings.minutes import approve_minutes, save_minutes
from exchange.alliances.meetings.models import Meeting, MeetingTask
from exchange.alliances.meetings.queries import list_invited
from exchange.alliances.meetings.tasks import JOB_NAME
from exchange.minutes.services import MinutesChanged
from scheduling.models import EventStatus
from scheduling.queries import list_events_of
from tests.exchange.alliances.factories import (
    LATER,
    make_contact,
    make_meeting,
    make_partner,
    make_task,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account

pytestmark = in_turn

TODAY = date(2026, 11, 23)
FORM = {"title": "Wintersitzung", "date": "2026-12-14", "start": "14:00", "end": "16:00"}


@pytest.fixture
def meeting(personas, home):
    """Ada is invited, Bela is not."""
    return make_meeting(home, personas.owner.person, actor=personas.coordinator.person)


@pytest.fixture
def page(at, meeting):
    return at(f"/meetings/{meeting.public_id}")


def mails():
    return [(each.recipient, each.body) for each in db.session.scalars(select(OutboxMessage))]


def events_of(account):
    until = START + timedelta(days=90)
    return list_events_of(account.person, since=START, until=until)


def test_a_meeting_is_in_the_calendars_of_whom_it_invites(coordinator, personas, at, home):
    partner = make_partner(home, name="Opferberatung", email="beratung@example.org")
    make_contact(partner, email="benali@example.org", released=False)
    invited = {"people": personas.owner.person.public_id, "partners": partner.public_id}
    sent = coordinator.post(at("/meetings/new"), data=FORM | invited)
    assert sent.status_code == 303
    [event] = events_of(personas.owner)
    assert event.title.de == "Wintersitzung"
    assert events_of(personas.colleague) == []
    page = coordinator.get(sent.location).text
    assert "mailto:beratung@example.org" in page
    assert "mailto:benali@example.org" in page
    reader = personas.client(personas.owner)
    assert reader.get(f"/calendar/events/{event.public_id}").location == sent.location
    shown = reader.get(sent.location).text
    assert "Opferberatung" in shown
    assert "benali@example.org" not in shown
    changed = coordinator.post(
        sent.location + "/edit",
        data=FORM | {"start": "15:00", "people": personas.colleague.person.public_id},
    )
    assert changed.status_code == 303
    assert events_of(personas.owner) == []
    assert [event.starts_at.hour for event in events_of(personas.colleague)] == [14]
    assert "absagen?" in coordinator.get(sent.location + "/cancel").text
    coordinator.post(sent.location + "/cancel")
    assert db.session.scalars(select(Meeting)).one().event.status == EventStatus.CANCELLED
    assert "ist abgesagt" in coordinator.get(sent.location).text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": "13:00"}, "end"),
        ({"date": ""}, "date"),
        ({"title": " "}, "title"),
        ({"online_link": "http://example.org"}, "online_link"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(coordinator, at, changes, field):
    answer = coordinator.post(at("/meetings/new"), data=FORM | changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalars(select(Meeting)).all() == []


def test_what_has_begun_is_neither_moved_nor_called_off(personas, clock, page):
    clock.advance(days=11)
    coordinator = personas.client(personas.coordinator)
    moved = coordinator.post(page + "/edit", data=FORM)
    assert moved.status_code == 422
    assert "Diese Sitzung hat schon begonnen." in moved.text
    assert coordinator.post(page + "/cancel").status_code == 422
    assert db.session.scalars(select(Meeting)).one().event.status == EventStatus.CONFIRMED


def test_only_people_and_partners_of_the_municipality_are_invited(personas, home):
    elsewhere = personas.foreigner.person
    for invited in ({"people": [elsewhere]}, {"partners": [make_partner(elsewhere.municipality)]}):
        with pytest.raises(NotFound):
            make_meeting(home, actor=personas.coordinator.person, **invited)


def test_whoever_is_not_invited_finds_no_meeting(personas, at, page, meeting):
    reader, stranger = personas.client(personas.owner), personas.client(personas.colleague)
    assert reader.get(page).status_code == 200
    assert "Sitzung der Allianz" in reader.get(at("/meetings")).text
    assert "Noch keine Sitzung" in stranger.get(at("/meetings")).text
    assert stranger.get(page).status_code == 404
    assert stranger.post(page + "/minutes/approve", data={"revision": "0"}).status_code == 404
    assert personas.client(personas.office).get(page).status_code == 404


def test_minutes_are_approved_by_somebody_who_did_not_write_them(personas, clock, page):
    clock.advance(days=11)
    draft = {"text": "**Beschlossen:** Karte drucken", "revision": "0"}
    coordinator, reader = (personas.client(each) for each in (personas.coordinator, personas.owner))
    coordinator.post(page + "/minutes", data=draft)
    assert "Karte drucken" not in reader.get(page).text
    submitted = coordinator.post(page + "/minutes", data=draft | {"revision": "1", "submit": "1"})
    assert submitted.status_code == 303
    assert "<strong>Beschlossen:</strong> Karte drucken" in reader.get(page).text
    assert coordinator.post(page + "/minutes/approve", data={"revision": "2"}).status_code == 403
    stale = reader.post(page + "/minutes/approve", data={"revision": "1"})
    assert stale.status_code == 303
    assert "noch einmal" in reader.get(page).text
    reader.post(page + "/minutes/approve", data={"revision": "2"})
    shown = reader.get(page).text
    assert f"Genehmigt von {personas.owner.person.name}" in shown
    late = coordinator.post(page + "/minutes", data=draft | {"revision": "2"})
    assert late.location == page
    assert "Karte drucken" in reader.get(page).text


def test_whoever_is_invited_is_asked_for_their_approval_by_mail(personas, meeting):
    make_wishes(personas.owner.person, discreet_trainings=False)
    _submit(personas, meeting, revision=0)
    [(recipient, body)] = mails()
    assert recipient == personas.owner.email
    assert f"/meetings/{meeting.public_id}" in body


def test_of_two_who_save_minutes_the_second_keeps_their_text_in_the_form(
    coordinator, personas, meeting, page
):
    _submit(personas, meeting, revision=0)
    answer = coordinator.post(page + "/minutes", data={"text": "Meins", "revision": "0"})
    assert answer.status_code == 422
    assert "inzwischen geändert" in answer.text
    assert "Meins" in answer.text
    with pytest.raises(MinutesChanged):
        _submit(personas, db.session.get(Meeting, meeting.id), revision=0)


def test_approved_minutes_are_final_for_the_database_too(personas, meeting):
    _submit(personas, meeting, revision=0)
    approve_minutes(meeting=meeting, revision=1, actor=personas.owner.person, now=START)
    with pytest.raises(IntegrityError, match="approved_minutes_are_final"):
        db.session.execute(update(Meeting).values(minutes="Anders"))
    db.session.rollback()


def test_a_task_is_given_done_and_reopened(coordinator, personas, at, page):
    owner = personas.colleague
    data = {"text": "Karte drucken", "due_on": "2026-12-20", "owner": owner.person.public_id}
    assert coordinator.post(page + "/tasks/new", data=data).status_code == 303
    task = db.session.scalars(select(MeetingTask)).one()
    assert [recipient for recipient, _ in mails()] == [owner.email]
    # Whose task it is need not be invited to the meeting.
    client = personas.client(owner)
    assert "Karte drucken" in client.get(at()).text
    done = client.post(at(f"/tasks/{task.public_id}/done"))
    assert done.location == at()
    assert db.session.scalars(select(MeetingTask)).one().done_at == START
    assert (
        personas.client(personas.owner).post(at(f"/tasks/{task.public_id}/reopen")).status_code
        == 404
    )
    coordinator.post(at(f"/tasks/{task.public_id}/reopen"))
    change = data | {"owner": "", "text": "Karten drucken"}
    coordinator.post(at(f"/tasks/{task.public_id}"), data=change)
    task = db.session.scalars(select(MeetingTask)).one()
    assert (task.text, task.person, task.done_at) == ("Karten drucken", None, None)


def test_people_are_reminded_once_before_and_once_after_the_day(personas, meeting, clock):
    for account in (personas.owner, personas.coordinator):
        make_wishes(account.person, discreet_trainings=False)
    make_task(meeting, due_on=TODAY + timedelta(days=5), person=personas.owner.person)
    partner = make_partner(meeting.municipality, name="Mobile Beratung")
    make_task(meeting, due_on=TODAY + timedelta(days=5), partner=partner)
    make_task(meeting, due_on=TODAY + timedelta(days=2), done_at=START)
    run_job(JOB_NAME)
    assert mails() == []
    clock.advance(days=2)
    for _ in range(2):
        run_job(JOB_NAME)
    assert {recipient for recipient, _ in mails()} == {
        personas.owner.email,
        personas.coordinator.email,
    }
    assert len(mails()) == 2
    assert any("Übernommen hat das Mobile Beratung" in body for _, body in mails())
    clock.advance(days=4)
    for _ in range(2):
        run_job(JOB_NAME)
    assert sum("überfällig" in body for _, body in mails()) == 2


def test_whoever_is_given_a_task_for_tomorrow_gets_one_mail(coordinator, personas, page):
    data = {"text": "Anrufen", "due_on": "2026-11-24", "owner": personas.owner.person.public_id}
    coordinator.post(page + "/tasks/new", data=data)
    run_job(JOB_NAME)
    assert len(mails()) == 1


def test_somebody_without_an_account_at_home_is_not_to_choose(coordinator, at, home):
    away = make_account(given_name="Weit", family_name="Weg")
    assert away.person.public_id not in coordinator.get(at("/meetings/new")).text


def test_invited_people_are_listed_by_name(personas, home):
    people = (personas.owner.person, personas.colleague.person)
    meeting = make_meeting(home, *people, actor=personas.coordinator.person, starts_at=LATER)
    assert [one.given_name for one in list_invited(meeting)] == ["Ada", "Bela"]


def _submit(personas, meeting, *, revision):
    save_minutes(
        meeting=meeting,
        text="Beschlossen",
        revision=revision,
        submit=True,
        actor=personas.coordinator.person,
        now=START,
    )
