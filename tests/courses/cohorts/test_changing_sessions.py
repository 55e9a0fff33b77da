"""Room, way in, note and leaders of a session: who learns of them, and who must not."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.cohorts.errors import AttendanceRecorded, CohortCancelled, CohortOver
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.planning.adding_sessions import add_session
from courses.cohorts.planning.session_changes import change_note, move_session
from courses.cohorts.seats.services import enrol_person
from courses.cohorts.services import SessionDates, open_cohort
from organisations.accounts.queries import find_email_of
from scheduling.queries import find_occupancy
from tests.courses.factories import make_attendance, make_course, make_enrolment
from tests.house.clock import START
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account
from tests.scheduling.factories import make_feed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK = "https://treffen.example.org/geheim"


@pytest.fixture
def toni(personas):
    return personas.trainer.person


@pytest.fixture
def kim(app):
    return make_account(Role.TRAINER, given_name="Kim", function=None).person


@pytest.fixture
def owner(personas):
    make_wishes(personas.owner.person, discreet_trainings=False)
    return personas.owner.person


@pytest.fixture
def cohort(toni, kim, owner):
    """Two mornings in a room, led by two, with one person enrolled."""
    days = (START + 7 * DAY, START + 8 * DAY)
    cohort = open_cohort(
        course=make_course(),
        sessions=[SessionDates(day, day + 2 * HOUR) for day in days],
        trainers=[toni, kim],
        capacity=4,
        place="Rathaus",
        room="Raum 2",
        zone="Europe/Berlin",
        actor=toni,
        now=START,
    )
    enrol_person(cohort=cohort, person=owner, actor=owner, now=START)
    db.session.query(OutboxMessage).delete()
    return cohort


def now_of(session, shift=timedelta(0)):
    return SessionDates(session.event.starts_at + shift, session.event.ends_at + shift)


def change(session, actor, *, shift=timedelta(0), now=START, **changes):
    given = {"place": session.event.place} | changes
    return move_session(
        session=session, dates=now_of(session, shift), actor=actor, now=now, **given
    )


def mails():
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return {mail.recipient: mail for mail in rows}


def address_of(person):
    return find_email_of(person)


# --- what is told ---------------------------------------------------------------------------


def test_another_room_is_told_to_who_comes_and_who_leads(cohort, toni, kim, owner, personas):
    for status in (EnrolmentStatus.WAITLISTED, EnrolmentStatus.OFFERED):
        make_enrolment(cohort=cohort, person=make_account().person, status=status)
    session = cohort.sessions[0]
    assert change(session, toni, room="Raum 3")
    assert (session.event.location, session.event.sequence) == ("Rathaus, Raum 3", 1)
    told = mails()
    assert len(told) == 2, "whoever changes it knows"
    mail = told[personas.owner.email]
    assert "Ort bisher: Rathaus, Raum 2\nNeuer Ort: Rathaus, Raum 3" in mail.body
    assert f"/cohorts/{cohort.public_id}" in mail.body
    assert mail.calendar_method == "REQUEST"
    assert not change(session, toni, room="Raum 3"), "a second click changes nothing"
    assert len(mails()) == 2


def test_a_new_way_in_is_told_but_stands_in_no_mail(cohort, toni, kim, owner):
    assert change(cohort.sessions[0], toni, online_link=LINK)
    told = mails()
    assert "Neuer Zugang:" in told[address_of(owner)].body
    assert "Der Zugang zum Online-Termin ist ein anderer." in told[address_of(kim)].body
    for mail in told.values():
        assert "geheim" not in mail.subject + mail.body + (mail.calendar_body or "")


@pytest.mark.parametrize(("feed", "shown"), [({}, 1), ({"discreet": True}, 0)])
def test_only_a_subscription_with_full_titles_holds_the_link(
    cohort, toni, owner, client, feed, shown
):
    change(cohort.sessions[0], toni, online_link=LINK)
    token = make_feed(owner, **feed).token
    db.session.commit()
    entries = Calendar.from_ical(client.get(f"/calendar/{token}.ics").data).events
    assert len(entries) == 2
    assert [LINK in str(entry["DESCRIPTION"]) for entry in entries].count(True) == shown


def test_who_takes_part_or_leads_sees_link_and_note_and_nobody_else(cohort, toni, personas):
    session = cohort.sessions[0]
    change(session, toni, online_link=LINK)
    assert change_note(session=session, note="Bitte Ohrhörer mitbringen", actor=toni, now=START)
    page = f"/cohorts/{cohort.public_id}"
    for account, inside in (
        (personas.owner, True),
        (personas.trainer, True),
        (personas.colleague, False),
        (personas.coordinator, False),
    ):
        text = personas.client(account).get(page).text
        assert (LINK in text, "Ohrhörer" in text) == (inside, inside)
    assert LINK in personas.client(personas.trainer).get(f"/manage{page}").text
    make_enrolment(
        cohort=cohort, person=personas.colleague.person, status=EnrolmentStatus.WITHDRAWN
    )
    assert LINK not in personas.client(personas.colleague).get(page).text


def test_nobody_gets_in_by_what_is_no_https_address(cohort, personas):
    client, session = personas.client(personas.trainer), cohort.sessions[0]
    path = f"/manage/cohorts/{cohort.public_id}/sessions/{session.public_id}/edit"
    data = {"date": "2026-11-30", "start": "10:00", "end": "12:00", "place": "Rathaus"}
    for wrong in ("http://example.org", "javascript:alert(1)", "https://", "https://[", "egal"):
        answer = client.post(path, data=data | {"room": "Raum 2", "online_link": wrong})
        assert answer.status_code == 422
        assert 'id="online_link-error"' in answer.text
    assert session.event.sequence == 0


def test_a_broken_link_can_be_mended_while_the_session_runs(cohort, toni):
    session = cohort.sessions[0]
    make_attendance(enrolment=cohort.enrolments[0], session=session)
    during = session.event.starts_at + HOUR
    assert change(session, toni, online_link=LINK, now=during)
    with pytest.raises(AttendanceRecorded):
        change(session, toni, shift=HOUR, now=during)
    with pytest.raises(DomainError):
        change(session, toni, online_link="", now=session.event.ends_at)


# --- who leads ------------------------------------------------------------------------------


def test_calendars_follow_who_leads(cohort, toni, kim, personas):
    session, other = cohort.sessions
    assert session.leaders == cohort.trainers
    assert change(session, toni, leaders=[toni])
    assert session.leaders == [toni]
    assert find_occupancy(session.event, kim) is None
    assert find_occupancy(other.event, kim) is not None
    told = mails()
    assert "Leitung jetzt: Toni" in told[personas.owner.email].body
    [left] = [mail for mail in told.values() if "nicht mehr in Ihrem Kalender" in mail.body]
    assert left.recipient != personas.owner.email
    assert change(session, toni, leaders=[])
    assert session.leaders == cohort.trainers
    assert session.chosen_trainers == [], "who trains the cohort later leads it, too"
    assert find_occupancy(session.event, kim) is not None


def test_only_who_trains_the_cohort_can_lead_a_session(cohort, toni):
    stranger = make_account(Role.TRAINER, function=None).person
    with pytest.raises(DomainError) as refusal:
        change(cohort.sessions[0], toni, leaders=[stranger])
    assert refusal.value.field == "leaders"
    assert cohort.sessions[0].leaders == cohort.trainers


# --- one more -------------------------------------------------------------------------------


def added(cohort, actor, *, now=START, **given):
    at = cohort.sessions[-1].event.starts_at + 7 * DAY
    values = {"dates": SessionDates(at, at + HOUR), "place": "Rathaus", "zone": "Europe/Berlin"}
    return add_session(cohort=cohort, actor=actor, now=now, **(values | given))


def test_a_session_added_later_comes_into_all_calendars_by_mail(cohort, toni, kim, owner, personas):
    session = added(cohort, toni, room="Raum 5", leaders=[kim])
    assert (session.position, session.leaders) == (2, [kim])
    assert [find_occupancy(session.event, one) is not None for one in (owner, kim, toni)] == [
        True,
        True,
        False,
    ]
    told = mails()
    assert len(told) == 2
    mail = told[personas.owner.email]
    assert "Für Sie kommt ein Termin dazu:" in mail.body
    assert "Rathaus, Raum 5" in mail.body
    assert mail.calendar_method == "REQUEST"


def test_what_is_over_or_off_gets_no_more_sessions(cohort, toni):
    with pytest.raises(CohortOver):
        added(cohort, toni, now=START + 9 * DAY)
    with pytest.raises(DomainError) as refusal:
        added(cohort, toni, dates=SessionDates(START - HOUR, START))
    assert refusal.value.field == "date"
    cohort.cancelled_at = START
    with pytest.raises(CohortCancelled):
        added(cohort, toni)
    assert len(cohort.sessions) == 2
