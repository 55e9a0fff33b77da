"""Dates stand in the calendars of those who belong to a body now, by name and by role."""

from datetime import timedelta

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.permissions import Role
from exchange.meetings.bodies.models import BodyKind, Circle
from exchange.meetings.bodies.services import MEMBERS_JOB
from exchange.meetings.dates.models import Answer
from exchange.meetings.replies.services import reply_to_invitation
from organisations.accounts.queries import get_account_by_email
from organisations.models import Function
from organisations.roles.services import end_role, give_role
from scheduling.queries import list_events_of
from tests.exchange.meetings.factories import LATER, make_body, make_meeting
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

DAY = timedelta(days=1)


def dates_of(person):
    events = list_events_of(person, since=START - timedelta(days=99), until=START + 99 * DAY)
    return [event for event in events if event.owner == "meeting"]


def follow() -> int:
    db.session.commit()
    return run_job(MEMBERS_JOB)


def test_whoever_takes_up_a_role_gets_coming_dates_and_loses_them_with_it(personas):
    office = personas.office.person
    body = make_body(Circle.COORDINATORS)
    past = make_meeting(body, actor=office, starts_at=START - 9 * DAY, now=START - 20 * DAY)
    coming = make_meeting(body, actor=office)
    assert dates_of(personas.coordinator.person) == [past.event, coming.event]
    newcomer = make_account(municipality=make_municipality()).person
    grant = give_role(
        person=newcomer,
        role=Role.COORDINATOR,
        municipality=newcomer.municipality,
        actor=office,
        now=START,
    )
    assert follow() == 1
    assert follow() == 0
    assert dates_of(newcomer) == [coming.event]
    end_role(grant=grant, actor=office, now=START)
    assert dates_of(newcomer) == []
    assert dates_of(personas.coordinator.person) == [past.event, coming.event]


def test_a_regional_group_is_of_people_of_its_land(personas):
    mayor = {"function": Function.POLITICAL_LEADERSHIP}
    here, away = make_municipality(state="DE-SN"), make_municipality(state="DE-HH")
    people = [make_account(municipality=each, **mayor).person for each in (here, away)]
    group = make_body(Circle.LEADERSHIP, kind=BodyKind.REGIONAL_GROUP, state="DE-SN")
    make_meeting(group, actor=personas.office.person)
    assert [len(dates_of(person)) for person in people] == [1, 0]
    people[0].function = Function.STAFF
    follow()
    assert dates_of(people[0]) == []


def test_whoever_does_not_come_is_spared_the_date_but_stays_invited(personas, board, member):
    person = personas.owner.person
    meeting = make_meeting(board, actor=personas.office.person, invited=True)
    answer = {"meeting": meeting, "person": person, "note": "", "now": START}
    reply_to_invitation(answer=Answer.NO, **answer)
    follow()
    assert dates_of(person) == []
    assert member.get(f"/meetings/{meeting.public_id}").status_code == 200
    reply_to_invitation(answer=Answer.ONLINE, **answer)
    assert dates_of(person) == [meeting.event]


def test_naming_and_releasing_people_is_followed_by_their_calendars(personas, board, office):
    make_meeting(board, actor=personas.office.person)
    page = f"/meetings/bodies/{board.public_id}/members"
    named = {"email": personas.colleague.email, "part": "member"}
    assert office.post(page, data=named).status_code == 303
    follow()
    colleague = get_account_by_email(personas.colleague.email).person
    assert len(dates_of(colleague)) == 1
    assert "schon jemand" in office.post(page, data=named | {"part": "chair"}).text
    assert "kein Konto" in office.post(page, data=named | {"email": "x@example.org"}).text
    office.post(f"{page}/{colleague.public_id}/release")
    follow()
    assert dates_of(colleague) == []


def test_looking_for_changes_asks_as_much_for_many_meetings_as_for_one(personas, board):
    def asked() -> int:
        with recorded_queries() as statements:
            follow()
        return len(statements)

    make_meeting(board, actor=personas.office.person)
    few = asked()
    for number in range(4):
        body = make_body(Circle.COORDINATORS, name=f"Gremium {number}")
        make_meeting(body, actor=personas.office.person, starts_at=LATER + number * DAY)
    assert asked() == few
