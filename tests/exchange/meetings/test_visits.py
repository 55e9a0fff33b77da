"""Protected visits: what and where stays with those who need it; notes with organisers alone."""

from datetime import timedelta

import lxml.html
import pytest
from sqlalchemy import select

from app.kernel import bus
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.vault import SubjectsErased, current_vault
from exchange.meetings.bodies.access import reader_of
from exchange.meetings.bodies.models import BodyKind, BodyMember, Circle, Part
from exchange.meetings.dates.models import BodyMeeting
from exchange.meetings.search_area import find_for
from exchange.meetings.visits.models import TravelNotes, vault_subject
from exchange.meetings.visits.retention import delete_old_notes
from scheduling.feeds.choices import Detail
from scheduling.feeds.wording import entry_of
from scheduling.models import Event
from tests.exchange.meetings.factories import LATER, make_body, make_meeting
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes

pytestmark = in_turn

NOTES = {"revision": "0", "arrival": "10:40 Uhr, Nebeneingang", "security": "Tiefgarage"}


@pytest.fixture
def visit(personas):
    body = make_body(
        Circle.OFFICE, kind=BodyKind.VISIT, name="Besuche", members=[personas.foreigner.person]
    )
    for account in (personas.foreigner, personas.office):
        make_wishes(account.person, discreet_trainings=False)
    return make_meeting(
        body,
        actor=personas.office.person,
        title="Besuch in Heimstadt",
        place="Rathaus Heimstadt",
        online_link="",
        host=personas.coordinator.person.municipality,
        protected=True,
        invited=True,
    )


def test_a_protected_visit_says_neither_what_nor_where_until_it_is_revealed(personas, visit):
    page = f"/meetings/{visit.public_id}"
    guest, host, office = (
        personas.client(each)
        for each in (personas.foreigner, personas.coordinator, personas.office)
    )
    office.post(page + "/agenda/edit", data={"title": "Runder Tisch in Heimstadt"})
    event = db.session.scalars(select(Event)).one()
    told = [entry_of(event, detail) for detail in Detail]
    texts = [each.title + each.place for each in told]
    texts += [each.subject + each.body for each in db.session.scalars(select(OutboxMessage))]
    texts += [guest.get(address).text for address in (page, page + "/reply", "/meetings", "/")]
    assert not [text for text in texts if "Heimstadt" in text]
    assert guest.get(page + "/agenda").status_code == 404
    assert "wird noch bekannt gegeben" in guest.get(page).text
    for client in (host, office):
        shown = client.get(page).text
        assert "Rathaus Heimstadt" in shown
        assert "Runder Tisch" in shown
    assert "nichts davon weiter" in host.get(page).text
    assert host.post(page + "/reveal").status_code == 404
    assert office.post(page + "/reveal").status_code == 303
    event = db.session.scalars(select(Event)).one()
    assert (event.title.de, event.place, event.sequence) == (
        "Besuch in Heimstadt",
        "Rathaus Heimstadt",
        1,
    )
    assert "Runder Tisch" in guest.get(page).text


def test_notes_are_for_named_organisers_alone_and_sealed(personas, visit):
    page = f"/meetings/{visit.public_id}"
    host, office = (personas.client(each) for each in (personas.coordinator, personas.office))
    assert office.get(page + "/travel-notes").status_code == 404
    named = {"people": [personas.coordinator.person.public_id]}
    assert office.post(page + "/organisers", data=named).status_code == 303
    assert host.post(page + "/travel-notes", data=NOTES).status_code == 303
    assert "Nebeneingang" in host.get(page + "/travel-notes").text
    assert "Nebeneingang" not in host.get(page).text
    assert office.get(page + "/travel-notes").status_code == 404
    sealed = db.session.scalars(select(TravelNotes)).one().sealed
    assert b"Nebeneingang" not in sealed
    stale = host.post(page + "/travel-notes", data=NOTES | {"arrival": "11 Uhr"})
    assert stale.status_code == 422
    assert "11 Uhr" in stale.text
    nobody = {"people": [personas.colleague.person.public_id]}
    assert office.post(page + "/organisers", data=nobody).status_code == 422


def test_whoever_organises_a_protected_visit_knows_what_and_where(personas, visit):
    page = f"/meetings/{visit.public_id}"
    guest, office = (personas.client(each) for each in (personas.foreigner, personas.office))
    assert "Heimstadt" not in guest.get("/meetings").text
    office.post(page + "/organisers", data={"people": [personas.foreigner.person.public_id]})
    assert "Rathaus Heimstadt" in guest.get(page).text
    assert "Besuch in Heimstadt" in guest.get("/meetings").text


def test_what_a_protected_visit_brought_stays_with_those_who_know(personas, visit, clock):
    page = f"/meetings/{visit.public_id}"
    named = db.session.scalars(select(BodyMember).where(BodyMember.body_id == visit.body_id))
    named.one().part = Part.NOTE_KEEPER
    db.session.commit()
    clock.advance(days=21)
    keeper, office = (personas.client(each) for each in (personas.foreigner, personas.office))
    office.post(page + "/decisions/new", data={"text": "Heimstadt bekommt eine Schleuse"})
    written = keeper.get(page + "/minutes")
    assert written.status_code == 200
    assert "Heimstadt" not in written.text
    assert "Schleuse" not in keeper.get("/meetings/decisions").text
    assert "Schleuse" in office.get("/meetings/decisions").text


def test_notes_go_after_the_visit_with_their_key(personas, visit, clock):
    page = f"/meetings/{visit.public_id}"
    office = personas.client(personas.office)
    office.post(page + "/organisers", data={"people": [personas.office.person.public_id]})
    office.post(page + "/travel-notes", data=NOTES)
    clock.advance(days=21)
    office = personas.client(personas.office)
    assert "Nebeneingang" in office.get(page + "/travel-notes").text
    assert office.post(page + "/travel-notes", data=NOTES | {"revision": "1"}).status_code == 422
    assert delete_old_notes(before=LATER, most=9) == 0
    assert delete_old_notes(before=LATER + timedelta(days=1), most=9) == 1
    subject = vault_subject(visit)
    db.session.commit()
    assert current_vault().find_erased([subject])
    assert db.session.scalars(select(TravelNotes)).all() == []
    db.session.add(TravelNotes(meeting_id=visit.id, sealed=b"from a backup"))
    bus.publish(SubjectsErased(frozenset({subject})))
    assert db.session.scalars(select(TravelNotes)).all() == []


def test_whoever_came_to_a_body_later_finds_and_opens_what_it_decided(personas, board, clock):
    make_meeting(board, actor=personas.office.person)
    clock.advance(days=21)
    office = personas.client(personas.office)
    page = f"/meetings/{db.session.scalars(select(BodyMeeting.public_id)).one()}"
    office.post(page + "/decisions/new", data={"text": "Schleusen werden gebaut"})
    db.session.add(BodyMember(body=board, person=personas.colleague.person, part=Part.MEMBER))
    db.session.commit()
    newcomer = personas.client(personas.colleague)
    found = lxml.html.fromstring(newcomer.get("/search?q=Schleusen").text)
    (link,) = found.xpath("//section[@aria-labelledby='area-meetings']//a/@href")
    opened = newcomer.get(link)
    assert opened.status_code == 200
    assert "Schleusen werden gebaut" in opened.text


def test_search_finds_what_one_may_open_and_nothing_of_a_protected_visit(
    app, personas, visit, board
):
    make_meeting(board, actor=personas.office.person, title="Frühjahr in Heimstadt")
    found = {}
    with app.test_request_context():
        for name in ("owner", "colleague", "office"):
            reader = reader_of(getattr(personas, name))
            found[name] = [hit.title for hit in find_for(reader, "heimstadt", 9)]
    assert found == {
        "owner": ["Frühjahr in Heimstadt"],
        "colleague": [],
        "office": ["Frühjahr in Heimstadt"],
    }
