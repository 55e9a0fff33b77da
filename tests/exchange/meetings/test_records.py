"""What a meeting leaves behind: minutes that are approved, and decisions with their numbers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.permissions import Role
from exchange.meetings.bodies.models import Circle
from exchange.meetings.dates.models import BodyMeeting, MeetingState
from exchange.meetings.decisions.models import Decision
from exchange.meetings.decisions.services import DecisionDetails, record_decision
from exchange.meetings.minutes.services import approve_as_chair, save_minutes
from organisations.models import Person
from tests.exchange.meetings.factories import LATER, make_body, make_meeting
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account

AFTER = {"days": 21}
NOW = START + timedelta(**AFTER)
CLIENTS = 4
PATIENCE = 120


@pytest.fixture
def meeting(personas, board):
    return make_meeting(board, actor=personas.office.person)


def decide(meeting, actor, text="Die Karte wird gedruckt.", now=NOW, **given):
    details = DecisionDetails(text, given.get("responsible", ""), given.get("due_on"))
    return record_decision(meeting=meeting, details=details, actor=actor, now=now)


def labels() -> list[str]:
    return [one.label for one in db.session.scalars(select(Decision).order_by(Decision.id))]


@in_turn
def test_minutes_are_written_by_the_note_keeper_and_approved_by_the_chair(personas, meeting, clock):
    page = f"/meetings/{meeting.public_id}"
    draft = {"text": "**Lage:** ruhig", "revision": "0"}
    early = personas.client(personas.trainer).post(page + "/minutes", data=draft)
    assert early.status_code == 422
    clock.advance(**AFTER)
    keeper, chair, office = (
        personas.client(each) for each in (personas.trainer, personas.owner, personas.office)
    )
    assert chair.get(page + "/minutes").status_code == 404
    keeper.post(page + "/minutes", data=draft)
    assert "ruhig" not in chair.get(page).text
    keeper.post(page + "/minutes", data=draft | {"revision": "1", "submit": "1"})
    assert "<strong>Lage:</strong> ruhig" in chair.get(page).text
    office.post(page + "/decisions/new", data={"text": "Karten drucken"})
    assert keeper.post(page + "/minutes/approve", data={"revision": "2"}).status_code == 404
    assert chair.post(page + "/minutes/approve", data={"revision": "1"}).status_code == 303
    assert "noch einmal" in chair.get(page).text
    chair.post(page + "/minutes/approve", data={"revision": "2"})
    assert f"Genehmigt von {personas.owner.person.name}" in chair.get(page).text
    late = office.post(page + "/decisions/new", data={"text": "Noch einer"})
    assert late.status_code == 422
    decision = db.session.scalars(select(Decision)).one()
    reworded = office.post(f"/meetings/decisions/{decision.public_id}", data={"text": "Anders"})
    assert "Der Wortlaut bleibt" in reworded.text
    assert db.session.scalars(select(BodyMeeting)).one().state == MeetingState.HELD


@in_turn
def test_a_later_meeting_approves_what_the_chair_has_not(personas, board, meeting, clock):
    later = make_meeting(board, actor=personas.office.person, starts_at=LATER + timedelta(days=9))
    clock.advance(**AFTER)
    office = personas.client(personas.office)
    page = f"/meetings/{meeting.public_id}"
    office.post(page + "/minutes", data={"text": "Ruhig", "revision": "0", "submit": "1"})
    approve = f"{page}/minutes/approve/{later.public_id}"
    assert office.post(approve, data={"revision": "1"}).status_code == 422
    clock.advance(days=9)
    office = personas.client(personas.office)
    assert office.post(approve, data={"revision": "1"}).status_code == 303
    assert "Genehmigt in der Sitzung vom" in office.get(page).text


@in_turn
def test_what_is_approved_is_final_for_the_database_too(personas, meeting):
    office, chair = personas.office.person, personas.owner.person
    decide(meeting, office)
    save_minutes(meeting=meeting, text="Ruhig", revision=0, submit=True, actor=office, now=NOW)
    approve_as_chair(meeting=meeting, revision=1, actor=chair, now=NOW)
    for statement, name in (
        (update(BodyMeeting).values(minutes="Anders"), "approved_body_minutes_are_final"),
        (update(Decision).values(text="Anders"), "final_decisions_keep_their_words"),
        (update(Decision).values(number=7), "recorded_decisions_keep_their_number"),
    ):
        with pytest.raises(IntegrityError, match=name), db.session.begin_nested():
            db.session.execute(statement)


@in_turn
def test_decisions_are_numbered_by_body_and_year_and_none_can_go_missing(personas, board, meeting):
    actor = personas.office.person
    next_year = make_meeting(board, actor=actor, starts_at=LATER + timedelta(days=40))
    other = make_meeting(make_body(Circle.OFFICE, name="Anderes"), actor=actor)
    for number, each in enumerate((meeting, meeting, other)):
        decide(each, actor, text=f"Beschluss {number}")
    decide(next_year, actor, now=NOW + timedelta(days=60))
    decide(meeting, actor)
    assert labels() == ["1/2026", "2/2026", "1/2026", "1/2027", "3/2026"]
    middle = Decision.number == 2
    for statement in (
        delete(Decision).where(middle),
        Decision.__table__.insert().values(
            public_id="a-gap",
            body_id=board.id,
            meeting_id=meeting.id,
            year=2026,
            number=5,
            follows=4,
            text="Lücke",
            responsible="",
            recorded_at=NOW,
        ),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(statement)


@in_turn
def test_a_second_click_records_no_second_decision(personas, meeting, clock):
    clock.advance(**AFTER)
    office = personas.client(personas.office)
    page = f"/meetings/{meeting.public_id}/decisions/new"
    first, second = (office.post(page, data={"text": "Karten drucken"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 422)
    assert "steht schon im Verzeichnis: 1/2026" in second.text
    assert labels() == ["1/2026"]


def test_of_many_who_record_at_once_each_gets_the_next_number(committing_app, monkeypatch):
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)
    with committing_app.app_context():
        office = make_account(Role.PROGRAMME_OFFICE, function=None).person
        make_meeting(make_body(Circle.OFFICE), actor=office)
        db.session.commit()
    barrier = Barrier(CLIENTS)

    def run(number):
        with committing_app.app_context():
            meeting = db.session.scalars(select(BodyMeeting)).one()
            actor = db.session.scalars(select(Person)).one()
            db.session.rollback()
            barrier.wait(PATIENCE)
            decide(meeting, actor, text=f"Beschluss {number}")
            db.session.commit()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(run, range(CLIENTS)))
    with committing_app.app_context():
        numbers = db.session.scalars(select(Decision.number).order_by(Decision.number))
        assert list(numbers) == [1, 2, 3, 4]


@in_turn
def test_the_register_is_searched_by_those_who_belong_to_the_body(personas, board, meeting, clock):
    clock.advance(**AFTER)
    actor, day = personas.office.person, (NOW - timedelta(days=1)).date()
    decide(meeting, actor, text="Handreichung für den Außendienst", due_on=day)
    done = decide(meeting, actor, text="Abendtermine anbieten")
    member, office, stranger = (
        personas.client(each) for each in (personas.owner, personas.office, personas.colleague)
    )
    assert office.post(f"/meetings/decisions/{done.public_id}/done").status_code == 303
    assert member.post(f"/meetings/decisions/{done.public_id}/reopen").status_code == 403
    for query, found in (
        ("", (True, True)),
        ("?q=außendienst", (True, False)),
        ("?state=overdue", (True, False)),
        ("?state=done", (False, True)),
        (f"?body={board.public_id}&state=open", (True, False)),
        ("?q=nirgends", (False, False)),
        ("?state=unknown&page=0", (True, True)),
    ):
        text = member.get(f"/meetings/decisions{query}").text
        shown = ("Handreichung" in text, "Abendtermine" in text)
        assert shown == found, query
    assert "Kein Beschluss gefunden" in stranger.get("/meetings/decisions").text


@in_turn
def test_register_and_meeting_ask_as_much_for_many_decisions_as_for_one(
    personas, meeting, office, member, clock
):
    def asked() -> list[int]:
        counts = []
        for client in (office, member):
            for address in ("/meetings/decisions", f"/meetings/{meeting.public_id}"):
                with recorded_queries() as statements:
                    client.get(address)
                counts.append(len(statements))
        return counts

    decide(meeting, personas.office.person)
    few = asked()
    for number in range(6):
        decide(meeting, personas.office.person, text=f"Beschluss {number}")
    assert asked() == few
