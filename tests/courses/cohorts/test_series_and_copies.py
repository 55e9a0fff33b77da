"""New cohorts from a rhythm or from another cohort: rows that can still be changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import html
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.cohorts.models import Cohort
from courses.cohorts.planning.clashes import Plan, find_warnings
from courses.cohorts.planning.copying import session_pattern_of
from courses.cohorts.planning.holidays import list_days_off
from courses.cohorts.services import SessionDates
from scheduling.services import cancel_event
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_person
from tests.scheduling.factories import make_event

pytestmark = in_turn

NEW = "/manage/cohorts/new"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def client(personas):
    return personas.client(personas.trainer)


@pytest.fixture
def trainer(personas):
    return personas.trainer.person


@pytest.fixture
def course(app):
    return make_course()


def fields_of(answer):
    """What the form on the page would send, as it stands."""
    [form] = [one for one in html.fromstring(answer.text).forms if one.method == "POST"
              and "sessions-0-date" in one.fields]  # fmt: skip
    return {name: value for name, value in form.form_values() if name != "csrf_token"}


def series(course, **given):
    values = {
        "course": course.slug,
        "first_day": "2026-12-11",
        "rhythm": "weekly",
        "start": "09:00",
        "end": "11:00",
        "number": "3",
        "last_day": "",
    } | given
    return NEW + "?" + "&".join(f"{name}={value}" for name, value in values.items())


# --- series ---------------------------------------------------------------------------------


def test_holidays_are_in_the_series_but_left_out(client, course):
    page = client.get(series(course))
    fields = fields_of(page)
    days = [fields[f"sessions-{row}-date"] for row in range(5)]
    assert days == ["2026-12-11", "2026-12-18", "2026-12-25", "2027-01-01", "2027-01-08"]
    left_out = [row for row in range(5) if f"sessions-{row}-leave_out" in fields]
    assert left_out == [2, 3]
    assert "Feiertag: Erster Weihnachtstag" in page.text


def test_single_dates_are_moved_and_left_out_and_each_has_its_own_wall_time(client, course):
    path = series(course, first_day="2027-03-19", number="4")
    fields = fields_of(client.get(path))
    assert fields["sessions-1-date"] == "2027-03-26", "Good Friday, which is left out"
    fields |= {"sessions-3-date": "2027-04-12", "place": "Rathaus", "capacity": "8"}
    fields["sessions-0-leave_out"] = "y"
    assert client.post(path, data=fields).status_code == 303
    cohort = db.session.scalars(select(Cohort)).one()
    begins = [session.event.starts_at for session in cohort.sessions]
    assert begins == [datetime(2027, 4, day, 7, 0, tzinfo=UTC) for day in (2, 12, 16)], (
        "nine o'clock in summer"
    )


def test_a_series_over_the_change_of_clocks_keeps_its_time_on_the_wall(client, course):
    path = series(course, first_day="2027-10-26", number="2")
    fields = fields_of(client.get(path)) | {"place": "Rathaus", "capacity": "8"}
    assert client.post(path, data=fields).status_code == 303
    cohort = db.session.scalars(select(Cohort)).one()
    assert [session.event.starts_at.hour for session in cohort.sessions] == [7, 8]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": ""}, "start"),
        ({"end": "08:00"}, "end"),
        ({"number": ""}, "number"),
        ({"last_day": "2027-01-01"}, "number"),
        ({"number": "", "last_day": "2026-12-01"}, "last_day"),
        ({"number": "500"}, "number"),
        ({"rhythm": "daily"}, "rhythm"),
    ],
)
def test_a_series_needs_times_and_one_end(client, course, change, field):
    answer = client.get(series(course, **change))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_a_holiday_of_single_states_is_a_hint_and_for_their_people_a_warning(course):
    epiphany = date(2027, 1, 6)
    [off] = list_days_off([epiphany, date(2026, 12, 1)]).values()
    assert off.states == ("DE-BW", "DE-BY", "DE-ST")
    at = datetime(2027, 1, 6, 9, 0, tzinfo=UTC)
    dates = [SessionDates(at, at + HOUR)]
    for state, count in (("DE-BY", 1), ("DE-HH", 0), (None, 0)):
        plan = Plan(dates=dates, place="", room="", leaders=[], state=state)
        assert len(find_warnings(plan).sentences) == count


# --- copies ---------------------------------------------------------------------------------


def test_a_copy_has_all_but_the_days_and_the_link(client, trainer, course, personas):
    kim = make_account(Role.TRAINER, given_name="Kim", function=None).person
    cohort = make_cohort(
        course=course,
        starts_at=datetime(2027, 3, 22, 9, 0, tzinfo=UTC),  # ten o'clock, before clocks change
        session_minutes=(90, 60, 60),
        trainers=[trainer, kim],
        capacity=7,
        municipality=personas.owner.person.municipality,
    )
    first, second, third = cohort.sessions
    first.event.room, first.event.online_link = "Raum 4", "https://example.org/alt"
    second.event.starts_at += 8 * DAY
    second.event.ends_at += 8 * DAY
    cancel_event(event=third.event, now=START)
    page = client.get(f"{NEW}?like={cohort.public_id}")
    assert "Durchgang kopieren" in page.text
    path = f"{NEW}?like={cohort.public_id}&first_day=2027-05-03"
    fields = fields_of(client.get(path))
    assert "alt" not in fields["online_link"]
    assert client.post(path, data=fields).status_code == 303
    copy = db.session.scalars(select(Cohort).order_by(Cohort.id.desc())).first()
    assert copy != cohort
    assert [session.event.starts_at for session in copy.sessions] == [
        datetime(2027, 5, 3, 8, 0, tzinfo=UTC),
        datetime(2027, 5, 12, 9, 0, tzinfo=UTC),
    ], "ten o'clock again, and what was at eleven in summer is at eleven"
    assert copy.sessions[0].event.location == "Rathaus, Raum 1, Raum 4"
    assert (len(copy.seats), copy.municipality) == (7, cohort.municipality)
    assert set(copy.trainers) == {trainer, kim}


def test_what_is_off_altogether_can_be_copied(trainer, course):
    cohort = make_cohort(course=course, session_minutes=(60, 60))
    for session in cohort.sessions:
        cancel_event(event=session.event, now=START)
    assert [pattern.day_offset for pattern in session_pattern_of(cohort)] == [0, 1]


def test_only_who_manages_a_cohort_copies_it(personas, course):
    cohort = make_cohort(course=course, trainers=[personas.trainer.person])
    stranger = personas.client(make_account(Role.TRAINER, function=None))
    assert stranger.get(f"{NEW}?like={cohort.public_id}").status_code == 404
    answer = stranger.post(f"{NEW}?like={cohort.public_id}&first_day=2027-05-03", data={})
    assert answer.status_code == 404


# --- more of the pages ----------------------------------------------------------------------


def test_another_session_is_suggested_like_the_last_one(client, trainer, course):
    cohort = make_cohort(course=course, trainers=[trainer])
    manage = f"/manage/cohorts/{cohort.public_id}"
    assert f"{manage}/sessions/new" in client.get(manage).text
    page = client.get(f"{manage}/sessions/new").text
    assert 'value="10:00"' in page
    data = {"date": "2026-12-15", "start": "10:00", "end": "12:00", "place": "Kreishaus"}
    assert client.post(f"{manage}/sessions/new", data=data | {"date": ""}).status_code == 422
    assert client.post(f"{manage}/sessions/new", data=data).status_code == 303
    assert [session.event.place for session in cohort.sessions][1:] == ["Kreishaus"]


def test_how_many_participants_have_something_else_is_said_without_names(client, trainer, course):
    cohort = make_cohort(course=course, trainers=[trainer])
    people = [make_enrolment(cohort=cohort).person for _number in range(3)]
    make_event(people[0], people[1], starts_at=START + 20 * DAY)
    path = f"/manage/cohorts/{cohort.public_id}/sessions/{cohort.sessions[0].public_id}/edit"
    at = (START + 20 * DAY).date().isoformat()
    data = {"date": at, "start": "09:00", "end": "12:00", "place": "Rathaus, Raum 1"}
    answer = client.post(path, data=data)
    assert answer.status_code == 422
    assert "2 von 3 Angemeldeten haben dann schon etwas." in answer.text
    assert people[0].name not in answer.text
    assert cohort.sessions[0].event.sequence == 0


def test_of_two_people_no_number_is_said_since_it_would_be_a_name(trainer, course):
    people = [make_person(), make_person()]
    make_event(*people, starts_at=START + DAY)
    dates = [SessionDates(START + DAY, START + DAY + HOUR)]
    plan = Plan(dates=dates, place="", room="", leaders=[], participants=people)
    assert find_warnings(plan).sentences == ()
    third = make_person()
    plan = Plan(dates=dates, place="", room="", leaders=[], participants=[*people, third])
    assert len(find_warnings(plan).sentences) == 1


def test_warnings_ask_three_questions_however_many_dates_and_people_there_are(course):
    people = [make_person() for _number in range(5)]
    dates = [SessionDates(START + day * DAY, START + day * DAY + HOUR) for day in range(1, 9)]
    plan = Plan(dates=dates, place="Rathaus", room="1", leaders=people[:2], participants=people[2:])
    make_event(*people, starts_at=dates[3].starts_at, place="Rathaus", room="1")
    with recorded_queries() as statements:
        found = find_warnings(plan)
    assert len(found.sentences) == 3
    assert len(statements) == 3


def test_two_sessions_at_the_same_time_are_noticed(course):
    at = START + DAY
    dates = [SessionDates(at, at + 2 * HOUR), SessionDates(at + HOUR, at + 3 * HOUR)]
    plan = Plan(dates=dates, place="", room="", leaders=[])
    assert len(find_warnings(plan).sentences) == 1


@pytest.mark.parametrize("rest", ["cancel", "hand-over", "sessions/new"])
def test_what_changes_a_cohort_is_for_who_manages_it(personas, course, rest):
    cohort = make_cohort(course=course, trainers=[personas.trainer.person])
    stranger = make_account(Role.TRAINER, function=None)
    path = f"/manage/cohorts/{cohort.public_id}/{rest}"
    for account, status in ((personas.owner, 403), (personas.coordinator, 403), (stranger, 404)):
        client = personas.client(account)
        assert client.get(path).status_code == status
        assert client.post(path, data={"message": "Nein", "taker": "x"}).status_code == status
    assert (cohort.cancelled_at, len(cohort.sessions)) == (None, 1)
    assert cohort.trainers == [personas.trainer.person]
