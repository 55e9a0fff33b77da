"""Open a cohort by a form, move its sessions, call them off."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.catalogue.content_loading import read_session_patterns
from courses.catalogue.models import CourseFormat
from courses.cohorts import queries
from courses.cohorts.models import AttendanceStatus, Cohort, EnrolmentStatus
from scheduling.models import EventStatus
from tests.courses.factories import make_attendance, make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn, on_sqlite_only
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account

pytestmark = in_turn

NEW = "/manage/cohorts/new"


@pytest.fixture
def trainer(personas):
    return personas.trainer.person


@pytest.fixture
def client(personas):
    """The trainer's browser."""
    return personas.client(personas.trainer)


@pytest.fixture
def course():
    return make_course(slug="recognise-and-respond")


@pytest.fixture
def cohort(trainer):
    """Two sessions of an hour, in a week and the day after."""
    return make_cohort(trainers=[trainer], session_minutes=(60, 60))


def step(course, first_day="2026-12-01"):
    return f"{NEW}?course={course.slug}&first_day={first_day}"


def given(**changes):
    """A filled form with two sessions."""
    return {
        "sessions-0-date": "2026-12-01",
        "sessions-0-start": "09:00",
        "sessions-0-end": "12:00",
        "sessions-1-date": "2026-12-08",
        "sessions-1-start": "13:30",
        "sessions-1-end": "16:00",
        "place": "Rathaus, Saal 2",
        "capacity": "14",
        "municipality": "",
        "language": "de",
    } | changes


def anyway_in(answer):
    """What the button sends that saves in spite of the warnings."""
    return re.search(r'name="anyway" value="(\w+)"', answer.text).group(1)


def cohorts():
    return db.session.scalars(select(Cohort)).all()


def mails():
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def edit(cohort, position=0, rest="edit"):
    session = cohort.sessions[position]
    return f"/manage/cohorts/{cohort.public_id}/sessions/{session.public_id}/{rest}"


# --- opening --------------------------------------------------------------------------------


def test_the_first_step_asks_for_course_and_day(client, course):
    page = client.get(NEW)
    assert page.status_code == 200
    assert course.slug in page.text
    assert "Bitte wählen Sie einen Kurs" not in page.text
    wrong = client.get(f"{NEW}?course=&first_day=")
    assert wrong.status_code == 422
    assert "Bitte wählen Sie einen Kurs." in wrong.text
    assert "Bitte geben Sie einen Tag ein." in wrong.text


@pytest.mark.parametrize("day", ["2026-11-22", "0001-01-01", "9999-12-31"])
def test_the_first_day_is_one_to_plan_for(client, course, day):
    answer = client.get(step(course, day))
    assert answer.status_code == 422
    assert 'id="first_day-error"' in answer.text


def test_only_courses_that_are_met_in_cohorts_are_offered(client, course):
    self_paced = make_course(format=CourseFormat.SELF_PACED, attendance_percent=None)
    page = client.get(NEW).text
    assert course.slug in page
    assert self_paced.slug not in page
    for answer in (client.get(step(self_paced)), client.post(step(self_paced), data=given())):
        assert answer.status_code == 422
        assert 'id="course-error"' in answer.text
    assert cohorts() == []


def test_the_course_s_pattern_is_suggested(client, course):
    page = " ".join(client.get(step(course)).text.split())
    patterns = read_session_patterns()[course.slug]
    assert page.count('type="date"') == len(patterns)
    assert 'value="2026-12-01"' in page
    for pattern in patterns:
        assert f'value="{pattern.start:%H:%M}"' in page


@on_sqlite_only
def test_a_trainer_elsewhere_reads_and_types_their_own_clock(client, trainer, course):
    """The course's pattern is by the programme's clock: an hour later than Lisbon's."""
    trainer.time_zone = "Europe/Lisbon"
    page = client.get(step(course)).text
    assert "Zeiten in Ihrer Zeitzone: Europe/Lisbon" in page
    for pattern in read_session_patterns()[course.slug]:
        assert f'value="{pattern.start.replace(hour=pattern.start.hour - 1):%H:%M}"' in page
    assert client.post(step(course), data=given()).status_code == 303
    [cohort] = cohorts()
    event = cohort.sessions[0].event
    assert event.starts_at == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    assert event.zone == "Europe/Berlin", "where certificates count its day"
    form = client.get(edit(cohort)).text
    assert 'value="09:00"' in form
    assert "09:00–12:00 Uhr" in form


def test_a_course_without_a_pattern_gets_one_row(client):
    page = client.get(step(make_course())).text
    assert page.count('type="date"') == 1


def test_another_row_is_added_without_saving(client, course):
    answer = client.post(step(course), data=given(add_row="1", place="Kreishaus"))
    assert answer.status_code == 200
    assert answer.text.count('type="date"') == 3
    assert 'value="Kreishaus"' in answer.text
    assert cohorts() == []


def test_a_trainer_opens_a_cohort_of_their_own(client, course, trainer):
    answer = client.post(step(course), data=given())
    [cohort] = cohorts()
    assert (answer.status_code, answer.location) == (303, f"/manage/cohorts/{cohort.public_id}")
    assert cohort.course == course
    assert cohort.trainers == [trainer]
    assert (len(cohort.seats), cohort.municipality, cohort.language) == (14, None, "de")
    first, second = (session.event for session in cohort.sessions)
    assert first.starts_at == datetime(2026, 12, 1, 8, tzinfo=UTC), "nine o'clock in Berlin"
    assert second.ends_at == datetime(2026, 12, 8, 15, tzinfo=UTC)
    assert (first.zone, first.place) == ("Europe/Berlin", "Rathaus, Saal 2")
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_public_id == cohort.public_id)
    ).all()
    assert actions == ["cohort.opened"]
    page = client.get(answer.location).text
    assert "Der Durchgang ist angelegt. Man kann sich jetzt anmelden." in page


def test_rows_left_out_or_empty_do_not_count(client, course):
    client.post(
        step(course),
        data=given(
            **{
                "sessions-1-leave_out": "y",
                "sessions-2-date": "",
                "sessions-2-start": "",
                "sessions-2-end": "",
            }
        ),
    )
    [cohort] = cohorts()
    assert len(cohort.sessions) == 1


def test_a_cohort_for_one_municipality(client, course, personas):
    home = personas.owner.person.municipality
    client.post(step(course), data=given(municipality=home.public_id))
    [cohort] = cohorts()
    assert cohort.municipality == home


def test_the_office_chooses_who_trains(personas, course, trainer):
    office = personas.client(personas.office)
    assert trainer.name in office.get(step(course)).text
    office.post(step(course), data=given(trainers=[trainer.public_id]))
    [cohort] = cohorts()
    assert cohort.trainers == [trainer]


def test_a_trainer_cannot_hand_a_cohort_to_somebody_else(client, course, trainer):
    other = make_account(Role.TRAINER, function=None).person
    assert other.name not in client.get(step(course)).text
    client.post(step(course), data=given(trainers=[other.public_id]))
    [cohort] = cohorts()
    assert cohort.trainers == [trainer]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"capacity": "0"}, "Zahl von 1 bis 500"),
        ({"municipality": "nothing-has-this"}, 'id="municipality-error"'),
        ({"language": "fr"}, 'id="language-error"'),
        ({"place": "x" * 201}, "höchstens 200 Zeichen"),
        ({"sessions-0-start": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"sessions-0-date": "morgen"}, 'id="sessions-0-date-error"'),
        ({"sessions-0-end": "08:00"}, "Das Ende muss nach dem Beginn liegen."),
        ({"sessions-0-date": "2026-11-20"}, "einen Zeitpunkt, der noch kommt"),
        ({"sessions-0-date": "0001-01-01", "sessions-0-start": "00:00"}, "an dem Tag nicht"),
        (
            {"sessions-0-date": "2027-03-28", "sessions-0-start": "02:30"},
            "Diese Uhrzeit gibt es an dem Tag nicht",
        ),
        (
            {"sessions-0-leave_out": "y", "sessions-1-leave_out": "y"},
            "Ein Durchgang braucht mindestens einen Termin.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_rest_kept(client, course, change, complaint):
    answer = client.post(step(course), data=given(**change))
    assert answer.status_code == 422
    assert complaint in answer.text
    assert 'value="2026-12-08"' in answer.text
    assert 'role="alert"' in answer.text or "Bitte prüfen Sie Ihre Angaben" in answer.text
    assert cohorts() == []


def test_a_clash_is_said_before_saving_but_not_with_what(client, course):
    client.post(step(course), data=given(room="Raum 1"))
    answer = client.post(step(course), data=given(room="raum 1"))
    assert answer.status_code == 422
    assert len(cohorts()) == 1
    assert "1. Dezember 2026: Im Kalender steht dann schon etwas: Toni" in answer.text
    assert "8. Dezember 2026: Der Raum „raum 1“ ist dann schon belegt." in answer.text
    assert 'value="2026-12-08"' in answer.text, "what was typed stays"
    token = anyway_in(answer)
    other = {"sessions-0-date": "2026-12-02"}
    client.post(step(course), data=given(room="Raum 1"))
    changed = client.post(step(course), data=given(room="raum 1", anyway=token, **other))
    assert changed.status_code == 422, "what was read was something else"
    assert client.post(step(course), data=given(room="raum 1", anyway=token)).status_code == 303
    assert len(cohorts()) == 2


# --- moving ---------------------------------------------------------------------------------


def moved(**changes):
    return {
        "date": "2026-12-15",
        "start": "10:00",
        "end": "11:30",
        "place": "Rathaus, Raum 1",
    } | changes


def test_a_session_is_moved_and_those_enrolled_are_told(client, cohort, personas):
    owner = personas.owner
    make_enrolment(cohort=cohort, person=owner.person)
    make_enrolment(
        cohort=cohort, person=personas.colleague.person, status=EnrolmentStatus.WITHDRAWN
    )
    event = cohort.sessions[0].event
    page = client.get(edit(cohort)).text
    assert 'value="2026-11-30"' in page
    assert 'value="10:00"' in page
    answer = client.post(edit(cohort), data=moved())
    assert (answer.status_code, answer.location) == (303, f"/manage/cohorts/{cohort.public_id}")
    assert event.starts_at == datetime(2026, 12, 15, 9, tzinfo=UTC)
    assert event.sequence == 1
    [mail] = mails()
    assert mail.recipient == owner.email
    assert "Bisher: Montag, 30. November 2026, 10:00–11:00 Uhr" in mail.body
    assert "Jetzt: Dienstag, 15. Dezember 2026, 10:00–11:30 Uhr" in mail.body
    assert "Neuer Ort" not in mail.body


def test_another_place_is_told_too(client, cohort, personas):
    make_wishes(personas.owner.person, discreet_trainings=False)
    make_enrolment(cohort=cohort, person=personas.owner.person)
    data = moved(date="2026-11-30", start="10:00", end="11:00", place="Kreishaus")
    client.post(edit(cohort), data=data)
    [mail] = mails()
    assert "Neuer Ort: Kreishaus" in mail.body
    assert "Bisher" not in mail.body


@on_sqlite_only
def test_the_town_is_kept_for_the_ways_of_those_who_lead_it_and_told_to_nobody(client, course):
    client.post(step(course), data=given(town=" Trier "))
    [cohort] = cohorts()
    event = cohort.sessions[0].event
    assert [session.event.town for session in cohort.sessions] == ["Trier", "Trier"]
    make_enrolment(cohort=cohort, person=make_account().person)
    page = edit(cohort)
    assert 'value="Trier"' in client.get(page).text
    same = moved(date="2026-12-01", start="09:00", end="12:00", place="Rathaus, Saal 2")
    said = client.post(page, data=same | {"town": "Mainz"}, follow_redirects=True).text
    assert "Für die Angemeldeten hat sich nichts geändert." in said
    assert (event.town, event.sequence, mails()) == ("Mainz", 0, [])
    client.post(page, data=same | {"town": ""})
    assert event.town is None


@on_sqlite_only
def test_nobody_travels_to_what_is_online(client):
    online = make_course(format=CourseFormat.ONLINE)
    assert 'name="town"' not in client.get(step(online)).text
    client.post(step(online), data=given(town="Trier"))
    [cohort] = cohorts()
    assert cohort.sessions[0].event.town is None
    assert 'name="town"' not in client.get(edit(cohort)).text


def test_saving_the_same_tells_nobody(client, cohort, personas):
    make_enrolment(cohort=cohort, person=personas.owner.person)
    client.post(edit(cohort), data=moved(date="2026-11-30", start="10:00", end="11:00"))
    assert cohort.sessions[0].event.sequence == 0
    assert mails() == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"date": ""}, "Bitte geben Sie einen Tag ein."),
        ({"end": "09:00"}, "Das Ende muss nach dem Beginn liegen."),
        ({"date": "2026-11-20"}, "einen Zeitpunkt, der noch kommt"),
        ({"date": "2027-03-28", "start": "02:10"}, "Diese Uhrzeit gibt es an dem Tag nicht"),
        ({"date": "2027-03-28", "end": "02:10", "start": "01:00"}, 'id="end-error"'),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_its_field(client, cohort, change, complaint):
    answer = client.post(edit(cohort), data=moved(**change))
    assert answer.status_code == 422
    assert complaint in answer.text
    assert cohort.sessions[0].event.sequence == 0


def test_a_session_on_record_stays_as_it_was(client, trainer):
    cohort = make_cohort(trainers=[trainer], starts_at=START - timedelta(hours=2))
    make_attendance(enrolment=make_enrolment(cohort=cohort), session=cohort.sessions[0])
    answer = client.post(edit(cohort), data=moved())
    assert answer.status_code == 422
    assert "Anwesenheit erfasst" in answer.text
    client.post(edit(cohort, rest="cancel"))
    assert cohort.sessions[0].takes_place


# --- calling off ----------------------------------------------------------------------------


def test_a_session_is_called_off_and_those_enrolled_are_told(client, cohort, personas):
    make_wishes(personas.owner.person, discreet_trainings=False)
    make_enrolment(cohort=cohort, person=personas.owner.person)
    assert client.post(edit(cohort, rest="cancel")).status_code == 303
    event = cohort.sessions[0].event
    assert (event.status, event.sequence) == (EventStatus.CANCELLED, 1)
    [mail] = mails()
    assert "Dieser Termin findet nicht statt:" in mail.body
    assert "Montag, 30. November 2026, 10:00–11:00 Uhr, Rathaus, Raum 1" in mail.body
    client.post(edit(cohort, rest="cancel"))
    assert event.sequence == 1, "a second click changes nothing"
    assert len(mails()) == 1
    assert "Dieser Termin ist abgesagt" in client.get(edit(cohort)).text


def test_what_was_attended_can_be_enough_once_the_rest_is_off(client, trainer):
    cohort = make_cohort(
        trainers=[trainer], starts_at=START - timedelta(hours=2), session_minutes=(60, 60)
    )
    enrolment = make_enrolment(cohort=cohort)
    make_attendance(
        enrolment=enrolment, session=cohort.sessions[0], status=AttendanceStatus.PRESENT
    )
    client.post(edit(cohort, 1, "cancel"))
    assert enrolment.status == EnrolmentStatus.COMPLETED


def test_a_cohort_that_is_off_altogether_still_answers(client, cohort, personas):
    make_enrolment(cohort=cohort, person=personas.owner.person)
    for position in range(2):
        client.post(edit(cohort, position, "cancel"))
    address = f"/cohorts/{cohort.public_id}"
    for account in (personas.owner, personas.colleague):
        page = personas.client(account).get(address)
        assert page.status_code == 200
        assert "Dieser Durchgang ist abgesagt" in page.text
        assert f"{address}/enrol" not in page.text
    assert client.get(f"/manage/cohorts/{cohort.public_id}").status_code == 200
    assert "Abgesagt" in client.get("/manage/cohorts").text
    answer = personas.client(personas.colleague).post(f"{address}/enrol")
    assert answer.status_code == 422
    assert "Sie wurden nicht angemeldet." in answer.text


def test_a_cohort_that_is_off_is_not_offered(client, cohort, personas):
    for position in range(2):
        client.post(edit(cohort, position, "cancel"))
    person = personas.owner.person
    assert queries.list_upcoming_cohorts_for(person, cohort.course, START) == []
    assert queries.list_next_dates(person, START) == {}
    assert queries.list_cohorts_for_planning(person, START) == []


# --- who may not ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "colleague", "foreigner", "coordinator"])
def test_trainees_and_coordinators_plan_nothing(personas, cohort, course, who):
    client = personas.client(getattr(personas, who))
    for path in (NEW, step(course), edit(cohort)):
        assert client.get(path).status_code == 403
    for path in (step(course), edit(cohort), edit(cohort, rest="cancel")):
        assert client.post(path, data=given() | moved()).status_code == 403
    assert cohort.sessions[0].event.sequence == 0


def test_another_trainer_s_session_does_not_exist(personas, cohort):
    client = personas.client(make_account(Role.TRAINER, function=None))
    assert client.get(edit(cohort)).status_code == 404
    assert client.post(edit(cohort), data=moved()).status_code == 404
    assert client.post(edit(cohort, rest="cancel")).status_code == 404
    assert cohort.sessions[0].event.sequence == 0


def test_the_office_may_step_in(personas, cohort):
    client = personas.client(personas.office)
    assert client.post(edit(cohort), data=moved()).status_code == 303
    assert client.post(edit(cohort, rest="cancel")).status_code == 303
