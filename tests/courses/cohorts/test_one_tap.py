"""Recording attendance one tap at a time: what the page's script sends, and what the page shows."""

from datetime import timedelta

import pytest

from courses.cohorts import queries
from courses.cohorts.models import AttendanceStatus
from tests.courses.factories import make_attendance, make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_person

pytestmark = in_turn

JSON = {"Accept": "application/json"}
PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE


@pytest.fixture
def client(personas):
    """The trainer's browser."""
    return personas.client(personas.trainer)


@pytest.fixture
def cohort(personas):
    """Its only session, of an hour, has just begun."""
    return make_cohort(trainers=[personas.trainer.person], starts_at=START, session_minutes=(60,))


def sheet(cohort):
    return f"/manage/cohorts/{cohort.public_id}/sessions/{cohort.sessions[0].public_id}"


def row(enrolment, status=None, minutes=None):
    given = {"status": status, "minutes": minutes}
    return {
        f"{name}-{enrolment.public_id}": value for name, value in given.items() if value is not None
    }


def test_a_tap_saves_one_person_and_says_so(client, cohort):
    tapped = make_enrolment(cohort=cohort, person=make_person(given_name="Ada", family_name="Öz"))
    other = make_enrolment(cohort=cohort)
    answer = client.post(sheet(cohort), data=row(tapped, "late", ""), headers=JSON)
    assert answer.json == {"saved": "Ada Öz: verspätet", "open": 1}
    answer = client.post(sheet(cohort), data=row(tapped, "present", "40"), headers=JSON)
    assert answer.json == {"saved": "Ada Öz: anwesend, 40 Minuten", "open": 1}
    assert queries.fulfilment(tapped).attended_minutes == 40
    assert other.attendances == []


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (("late", "61"), "Der Termin dauert 60 Minuten."),
        (("late", "viele"), "Bitte geben Sie eine ganze Zahl ein."),
        ((None, None), "Bitte wählen Sie mindestens bei einer Person etwas aus."),
    ],
)
def test_a_tap_that_cannot_be_saved_says_why(client, cohort, given, fault):
    enrolment = make_enrolment(cohort=cohort)
    answer = client.post(sheet(cohort), data=row(enrolment, *given), headers=JSON)
    assert (answer.status_code, answer.json) == (422, {"fault": fault})
    assert enrolment.attendances == []


def test_without_script_the_same_fault_stands_at_its_field(client, cohort):
    enrolment = make_enrolment(cohort=cohort)
    answer = client.post(sheet(cohort), data=row(enrolment, "late", "61"))
    assert answer.status_code == 422
    assert "Der Termin dauert 60 Minuten." in answer.text
    assert 'value="61"' in answer.text


def test_who_checked_in_meanwhile_is_not_part_of_the_rest(client, cohort):
    checked_in, left = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    make_attendance(enrolment=checked_in, session=cohort.sessions[0], status=LATE)
    client.post(sheet(cohort), data={"rest_present": "1"})
    assert [one.attendances[0].status for one in (checked_in, left)] == [LATE, PRESENT]


def test_the_history_says_who_changed_what(client, cohort, personas):
    enrolment = make_enrolment(cohort=cohort)
    client.post(sheet(cohort), data=row(enrolment, "absent"))
    personas.client(personas.office).post(sheet(cohort), data=row(enrolment, "late", "45"))
    page = " ".join(client.get(sheet(cohort)).text.split())
    name = personas.office.person.name
    assert f"{name}: von „fehlt“ auf „verspätet, 45 Minuten“" in page
    assert 'value="45"' in page


def test_the_page_asks_a_fixed_number_of_questions(client, cohort):
    counts = []
    for _ in range(2):
        for _ in range(3):
            enrolment = make_enrolment(cohort=cohort)
            client.post(sheet(cohort), data=row(enrolment, "present"))
        with recorded_queries() as statements:
            client.get(sheet(cohort))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_each_page_says_what_is_still_missing(client, personas, cohort):
    cohort.sessions[0].required = True
    mine = make_enrolment(cohort=cohort, person=personas.owner.person)
    make_attendance(enrolment=mine, session=cohort.sessions[0], status=AttendanceStatus.EXCUSED)
    missing = "Es fehlt noch: Pflichttermin 1 (verpasst), 48 Minuten Anwesenheit."
    roster = client.get(f"/manage/cohorts/{cohort.public_id}").text
    assert missing in roster
    assert "an einem Termin entschuldigt" in roster
    own = personas.client(personas.owner).get(f"/cohorts/{cohort.public_id}").text
    assert missing in own


def test_a_required_session_is_a_box_to_tick(client, personas):
    cohort = make_cohort(
        course=make_course(),
        trainers=[personas.trainer.person],
        starts_at=START + timedelta(days=1),
    )
    event = cohort.sessions[0].event
    fields = {"date": "2026-11-24", "start": "10:00", "end": "13:00", "place": event.place}
    client.post(sheet(cohort) + "/edit", data=fields | {"required": "y"})
    assert cohort.sessions[0].required
    assert 'name="required" value="y" checked' in " ".join(
        client.get(sheet(cohort) + "/edit").text.split()
    )
    client.post(sheet(cohort) + "/edit", data=fields)
    assert not cohort.sessions[0].required
