"""What meetings keep of people, for how long, what is left of the erased; what the office sees."""

from datetime import timedelta

from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.progress import Stage
from exchange.meetings.bodies.models import BodyKind, BodyMember, Circle
from exchange.meetings.dates.models import Answer, BodyMeeting, MeetingReply
from exchange.meetings.dates.services import reveal
from exchange.meetings.decisions.models import Decision
from exchange.meetings.decisions.services import DecisionDetails, record_decision
from exchange.meetings.minutes.services import approve_as_chair, save_minutes
from exchange.meetings.personal_data import erase_meetings, export_meetings
from exchange.meetings.progress import standings
from exchange.meetings.replies.services import reply_to_invitation
from exchange.meetings.retention import delete_old_meetings, delete_old_remarks
from tests.exchange.meetings.factories import LATER, make_body, make_meeting
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

DAY = timedelta(days=1)
NOW = START + 21 * DAY


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def _held(personas, board):
    writer, chair = personas.office.person, personas.owner.person
    meeting = make_meeting(board, actor=writer, invited=True)
    reply_to_invitation(
        meeting=meeting, person=chair, answer=Answer.ON_SITE, note="stufenlos", now=START
    )
    for text in ("Karten drucken", "Karten verteilen"):
        details = DecisionDetails(text, "", None)
        record_decision(meeting=meeting, details=details, actor=writer, now=NOW)
    save_minutes(meeting=meeting, text="Ruhig", revision=0, submit=True, actor=writer, now=NOW)
    approve_as_chair(meeting=meeting, revision=1, actor=chair, now=NOW)
    return meeting


def test_people_get_and_lose_what_meetings_hold_of_them(personas, board):
    _held(personas, board)
    chair, writer = personas.owner.person, personas.office.person
    told = export_meetings(chair.id)
    assert told["bodies"] == [{"name": "Fachbeirat", "part": "chair"}]
    assert told["replies"][0]["note"] == "stufenlos"
    assert told["meetings"][0]["approved"]
    assert export_meetings(writer.id)["meetings"][0]["minutes"] == "Ruhig"
    for person in (chair, writer):
        erase_meetings(person.id)
    db.session.expire_all()
    kept = db.session.scalars(select(BodyMeeting)).one()
    assert (kept.planned_by, kept.minutes_by, kept.approved_by) == ("", "", "")
    assert kept.minutes == "Ruhig"
    assert (count(MeetingReply), count(BodyMember)) == (0, 1)


def test_remarks_go_soon_and_meetings_after_their_year_with_all_numbers(personas, board):
    _held(personas, board)
    assert delete_old_remarks(before=LATER, most=9) == 0
    assert delete_old_remarks(before=LATER + DAY, most=9) == 1
    assert db.session.scalars(select(MeetingReply)).one().note == ""
    assert delete_old_meetings(before=START + 30 * DAY, most=9) == 0
    assert count(Decision) == 2
    assert delete_old_meetings(before=START + 99 * DAY, most=9) == 1
    assert (count(BodyMeeting), count(Decision), count(MeetingReply)) == (0, 0, 0)


def test_the_office_sees_which_municipality_came_to_the_last_conference(personas):
    mayor = personas.owner.person
    body = make_body(kind=BodyKind.CONFERENCE, name="Konferenz", members=[mayor])
    conference = make_meeting(body, actor=personas.office.person, invited=True)
    group = make_body(Circle.COORDINATORS, name="Runde")
    make_meeting(group, actor=personas.office.person, starts_at=LATER + 30 * DAY)
    home, elsewhere = mayor.municipality_id, personas.foreigner.person.municipality_id
    before = standings([home, elsewhere], START)
    assert before[home].stage is Stage.UNDER_WAY
    assert elsewhere not in before
    reply_to_invitation(meeting=conference, person=mayor, answer=Answer.ON_SITE, note="", now=START)
    with recorded_queries() as statements:
        after = standings([home, elsewhere], NOW)
    assert (after[home].stage, after[home].next_on) == (
        Stage.REACHED,
        (LATER + 30 * DAY).date(),
    )
    assert len(statements) == 3
    # Whoever knows the town would know who it was.
    assert after[home].figures == "Zusagen zur letzten Konferenz: weniger als 7 Personen"


def test_the_office_and_the_funder_read_no_date_of_a_protected_visit(personas):
    home = personas.coordinator.person.municipality
    visits = make_body(kind=BodyKind.VISIT, name="Besuche")
    office = personas.office.person
    visit = make_meeting(visits, actor=office, online_link="", host=home, protected=True)
    assert standings([home.id], START) == {}
    reveal(meeting=visit, actor=office, now=START)
    assert standings([home.id], START)[home.id].next_on == LATER.date()
