"""The trainer's side: own cohorts, roster, attendance, seats."""

from datetime import timedelta

import pytest

from app.kernel.i18n import Bilingual
from courses.cohorts import finding, queries
from courses.cohorts.models import AttendanceStatus, EnrolmentStatus
from scheduling.models import EventStatus
from tests.courses.factories import make_attendance, make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_account, make_municipality, make_person

pytestmark = in_turn

PRESENT, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT


@pytest.fixture
def trainer(personas):
    return personas.trainer.person


@pytest.fixture
def client(personas):
    """The trainer's browser."""
    return personas.client(personas.trainer)


@pytest.fixture
def cohort(trainer):
    """It has begun: the first of two sessions is over, the second comes tomorrow."""
    return make_cohort(
        trainers=[trainer], starts_at=START - timedelta(hours=2), session_minutes=(60, 60)
    )


def manage(cohort, rest=""):
    return f"/manage/cohorts/{cohort.public_id}{rest}"


def sheet(cohort, position=0):
    return manage(cohort, f"/sessions/{cohort.sessions[position].public_id}")


def field(enrolment):
    return f"status-{enrolment.public_id}"


# --- the list -------------------------------------------------------------------------------


def test_own_cohorts_are_listed_by_where_they_stand(client, trainer, cohort):
    make_enrolment(cohort=cohort)
    past = make_cohort(trainers=[trainer], starts_at=START - timedelta(days=9))
    make_attendance(enrolment=make_enrolment(cohort=past), session=past.sessions[0])
    upcoming, other = make_cohort(trainers=[trainer]), make_cohort()
    off = make_cohort(trainers=[trainer])
    off.sessions[0].event.status = EventStatus.CANCELLED
    pages = {
        stage: table_of(client.get(f"/manage/cohorts?stage={stage}").text)
        for stage in ("current", "past", "cancelled")
    }
    assert pages["current"].index(manage(cohort)) < pages["current"].index(manage(upcoming))
    assert "Angaben fehlen" in pages["current"]
    assert "Noch nicht begonnen" in pages["current"]
    assert manage(past) in pages["past"]
    assert "Vollständig" in pages["past"]
    assert manage(off) in pages["cancelled"]
    assert sum(page.count("komma-table__row-header") for page in pages.values()) == 4
    assert manage(other) not in "".join(pages.values())


def table_of(page):
    return page[page.index("<tbody") : page.index("</tbody>")]


def test_cohorts_are_looked_for_by_course_trainer_municipality_and_land(personas):
    office, home = personas.client(personas.office), make_municipality(state="DE-SN")
    title = Bilingual(de="Ruhig im Gespräch", en="Calm in conversation")
    course = make_course(title=title)
    trainer = make_person(family_name="Sonderlich")
    wanted = make_cohort(course=course, trainers=[trainer], municipality=home)
    make_cohort(course=course)
    for words in ("GESPRÄCH sonder", f"calm {home.name}", "sachsen", "ruhig Sonderlich Sachsen"):
        page = table_of(office.get("/manage/cohorts", query_string={"q": words}).text)
        assert manage(wanted) in page, words
        assert page.count("komma-table__row-header") == 1, words
    assert "Kein Durchgang gefunden" in office.get("/manage/cohorts?q=gibt+es+nicht").text


def test_a_long_list_has_pages_and_a_page_that_there_is_not_is_the_last(client, trainer):
    for _ in range(finding.COHORTS_PER_PAGE + 1):
        make_cohort(trainers=[trainer])
    first = client.get("/manage/cohorts").text
    last = client.get("/manage/cohorts?stage=current&page=99").text
    assert table_of(first).count("komma-table__row-header") == finding.COHORTS_PER_PAGE
    assert table_of(last).count("komma-table__row-header") == 1
    assert "Seite 2 von 2" in last
    assert client.get("/manage/cohorts?stage=nonsense&page=x").status_code == 200


def test_the_office_lists_all_cohorts(personas, cohort):
    other = make_cohort()
    page = personas.client(personas.office).get("/manage/cohorts").text
    assert manage(cohort) in page
    assert manage(other) in page


def test_without_cohorts_the_list_says_so(client):
    assert "Noch keine Durchgänge" in client.get("/manage/cohorts").text


def test_the_navigation_leads_there_only_those_who_may(client, personas):
    assert 'href="/manage/cohorts"' in client.get("/courses").text
    assert 'href="/manage/cohorts"' not in personas.client(personas.owner).get("/courses").text


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_asks_a_fixed_number_of_questions(client, trainer, number):
    for _ in range(number):
        make_enrolment(cohort=make_cohort(trainers=[trainer], starts_at=START - timedelta(days=9)))
        make_enrolment(cohort=make_cohort(trainers=[trainer]))
    client.get("/manage/cohorts?q=kurs")
    with recorded_queries() as statements:
        client.get("/manage/cohorts?q=kurs")
    assert len([s for s in statements if s.startswith("SELECT")]) == 19


# --- the roster -----------------------------------------------------------------------------


def test_the_roster_names_people_function_municipality_and_attendance(client, cohort, personas):
    enrolment = make_enrolment(cohort=cohort, person=personas.owner.person)
    make_attendance(enrolment=enrolment, session=cohort.sessions[0])
    gone = make_enrolment(
        cohort=cohort,
        person=make_person(family_name="Abgemeldet"),
        status=EnrolmentStatus.WITHDRAWN,
    )
    page = client.get(manage(cohort)).text
    assert personas.owner.person.name in page
    assert "Führungskraft" in page
    assert "Heimstadt · Ordnungsamt" in page
    assert "60 von 120 Minuten, 1 von 2 Terminen erfasst" in page
    assert gone.person.name not in page
    assert "1 von 12" in page


def test_each_session_says_what_is_to_be_done(client, cohort):
    enrolments = [make_enrolment(cohort=cohort) for _ in range(2)]
    page = client.get(manage(cohort)).text
    assert "Angaben fehlen: 2" in page
    assert sheet(cohort) in page
    assert "Noch nicht begonnen" in page
    assert f'"{sheet(cohort, 1)}"' not in page
    for enrolment, status in zip(enrolments, (PRESENT, ABSENT), strict=True):
        make_attendance(enrolment=enrolment, session=cohort.sessions[0], status=status)
    page = client.get(manage(cohort)).text
    assert "1 von 2 waren da" in page
    assert "Anwesenheit ändern" in page


def test_an_empty_roster_says_so(client, cohort):
    assert "Noch keine Anmeldungen" in client.get(manage(cohort)).text


@pytest.mark.parametrize("number", [1, 6])
def test_the_roster_asks_a_fixed_number_of_questions(client, cohort, number):
    for _ in range(number):
        enrolment = make_enrolment(cohort=cohort)
        make_attendance(enrolment=enrolment, session=cohort.sessions[0])
    client.get(manage(cohort))
    with recorded_queries() as statements:
        client.get(manage(cohort))
    assert len(statements) < 26


# --- attendance -----------------------------------------------------------------------------


def test_attendance_is_recorded_per_person(client, cohort):
    here, away = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    answer = client.post(sheet(cohort), data={field(here): "present", field(away): "absent"})
    assert (answer.status_code, answer.location) == (303, manage(cohort))
    assert "Die Anwesenheit ist vollständig." in client.get(manage(cohort)).text
    assert queries.fulfilment(here).attended_minutes == 60
    assert queries.count_attendance(cohort.sessions[0]) == {PRESENT: 1, ABSENT: 1}


def test_one_button_marks_all_others_as_present(client, cohort):
    here, away = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    client.post(sheet(cohort), data={field(away): "absent", "rest_present": "1"})
    assert queries.fulfilment(here).attended_minutes == 60
    assert queries.fulfilment(away).recorded_sessions == 1
    assert queries.fulfilment(away).attended_minutes == 0


def test_who_is_left_out_stays_open(client, cohort):
    known, unknown = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    client.post(sheet(cohort), data={field(known): "present"})
    assert "Gespeichert. Offen sind noch: 1." in client.get(manage(cohort)).text
    assert queries.fulfilment(unknown).recorded_sessions == 0


def test_the_sheet_shows_what_was_recorded_and_takes_corrections(client, cohort):
    enrolment = make_enrolment(cohort=cohort)
    make_attendance(enrolment=enrolment, session=cohort.sessions[0], status=ABSENT)
    page = client.get(sheet(cohort)).text
    assert 'value="absent" checked' in " ".join(page.split())
    client.post(sheet(cohort), data={field(enrolment): "present"})
    assert queries.fulfilment(enrolment).attended_minutes == 60


def test_an_empty_sheet_is_refused(client, cohort):
    make_enrolment(cohort=cohort)
    answer = client.post(sheet(cohort))
    assert answer.status_code == 422
    assert "Bitte wählen Sie mindestens bei einer Person etwas aus." in answer.text


def test_wrong_input_is_refused_and_the_rest_is_kept(client, cohort):
    one, other = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    answer = client.post(sheet(cohort), data={field(one): "maybe", field(other): "absent"})
    assert answer.status_code == 422
    assert 'value="absent" checked' in " ".join(answer.text.split())
    assert queries.count_attendance(cohort.sessions[0]) == {}


def test_people_of_other_cohorts_cannot_be_slipped_in(client, cohort):
    mine, stranger = make_enrolment(cohort=cohort), make_enrolment()
    client.post(sheet(cohort), data={field(mine): "present", field(stranger): "present"})
    assert queries.count_attendance(cohort.sessions[0]) == {PRESENT: 1}
    assert stranger.attendances == []


def test_a_session_that_has_not_begun_has_no_sheet_yet(client, cohort):
    enrolment = make_enrolment(cohort=cohort)
    page = client.get(sheet(cohort, 1)).text
    assert "Anwesenheit lässt sich erst erfassen" in page
    assert field(enrolment) not in page
    answer = client.post(sheet(cohort, 1), data={field(enrolment): "present"})
    assert answer.status_code == 422
    assert queries.count_attendance(cohort.sessions[1]) == {}


# --- seats ----------------------------------------------------------------------------------


def test_seats_are_changed(client, cohort):
    assert 'value="12"' in client.get(manage(cohort, "/capacity")).text
    answer = client.post(manage(cohort, "/capacity"), data={"seats": "20"})
    assert (answer.status_code, answer.location) == (303, manage(cohort))
    assert "Der Durchgang hat jetzt 20 Plätze." in client.get(manage(cohort)).text
    assert queries.get_overview(cohort).seats == 20


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("1", "2 Plätze sind schon vergeben. Weniger geht nicht."),
        ("0", "Bitte geben Sie eine Zahl von 1 bis 500 ein."),
        ("501", "Bitte geben Sie eine Zahl von 1 bis 500 ein."),
        ("viele", "ganze Zahl"),
        ("", "ganze Zahl"),
    ],
)
def test_seats_that_cannot_be_are_refused_with_the_input_kept(client, cohort, given, complaint):
    make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort)
    answer = client.post(manage(cohort, "/capacity"), data={"seats": given})
    assert answer.status_code == 422
    assert complaint in answer.text
    assert f'value="{given}"' in answer.text
    assert queries.get_overview(cohort).seats == 12


# --- who may not ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "colleague", "foreigner", "coordinator"])
def test_trainees_and_coordinators_see_no_roster(personas, cohort, who):
    make_enrolment(cohort=cohort, person=personas.owner.person)
    client = personas.client(getattr(personas, who))
    for path in ("/manage/cohorts", manage(cohort), sheet(cohort), manage(cohort, "/capacity")):
        assert client.get(path).status_code == 403


def test_another_trainer_s_cohort_does_not_exist(personas, cohort):
    from app.kernel.permissions import Role

    enrolment = make_enrolment(cohort=cohort)
    client = personas.client(make_account(Role.TRAINER, function=None))
    for path in (manage(cohort), sheet(cohort), manage(cohort, "/capacity")):
        assert client.get(path).status_code == 404
    assert client.post(sheet(cohort), data={field(enrolment): "present"}).status_code == 404
    assert client.post(manage(cohort, "/capacity"), data={"seats": "5"}).status_code == 404
    assert queries.count_attendance(cohort.sessions[0]) == {}
    assert queries.get_overview(cohort).seats == 12


def test_the_office_may_step_in(personas, cohort):
    enrolment = make_enrolment(cohort=cohort)
    client = personas.client(personas.office)
    assert client.post(sheet(cohort), data={field(enrolment): "present"}).status_code == 303
    assert queries.fulfilment(enrolment).attended_minutes == 60
