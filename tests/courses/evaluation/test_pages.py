"""Giving feedback, and the figures that trainers, coordinators and the office are shown."""

import pytest

from app.kernel.db import db
from app.kernel.jobs import run_job
from courses.evaluation import queries
from courses.evaluation.jobs import RELEASING_JOB
from courses.evaluation.pool import open_pool
from courses.evaluation.questionnaire import Wave
from tests.courses.evaluation.factories import DAY, make_ended_cohort, say
from tests.courses.factories import make_course, make_enrolment
from tests.courses.paths.world import make_world, plan
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn

SECRET = "Das habe nur ich geschrieben"


def form_of(cohort):
    return f"/cohorts/{cohort.public_id}/feedback"


@pytest.fixture
def cohort(personas):
    """It ended yesterday. Owner and trainer have their part in it, and eleven others."""
    cohort = make_ended_cohort(people=11, trainers=[personas.trainer.person])
    cohort.seats.append(type(cohort.seats[0])(number=12))
    make_enrolment(cohort=cohort, person=personas.owner.person)
    return cohort


@pytest.fixture
def look(clock):
    """Have the worker release what may be shown some days later."""

    def look_at(days):
        clock.instant = START + days * DAY
        db.session.commit()
        run_job(RELEASING_JOB)

    return look_at


def test_a_participant_is_led_to_the_form_and_answers_once(personas, cohort):
    client = personas.client(personas.owner)
    page = f"/cohorts/{cohort.public_id}"
    assert "Wie war es? 2 Minuten" in client.get(page).text
    assert "können Sie nichts mehr ändern" in client.get(form_of(cohort)).text
    answer = client.post(form_of(cohort), data={"useful": "5", "kept": SECRET})
    assert (answer.status_code, answer.location) == (303, page)
    shown = client.get(page).text
    assert "Danke!" in shown
    assert "Wie war es?" not in shown
    assert "schon geantwortet" in client.get(form_of(cohort)).text
    client.post(form_of(cohort), data={"useful": "1"})
    kept = open_pool(queries.find_pools(cohort)[Wave.AFTER]).waiting
    assert kept == [{"useful": 5, "kept": SECRET}]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "mindestens eine Frage"),
        ({"kept": "   "}, "mindestens eine Frage"),
        ({"useful": "6"}, "eine der Antworten"),
        ({"kept": "x" * 2001}, "höchstens 2000 Zeichen"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_form(personas, cohort, data, message):
    answer = personas.client(personas.owner).post(form_of(cohort), data=data)
    assert answer.status_code == 422
    assert message in answer.text
    assert not queries.has_answered(cohort.enrolments[-1], Wave.AFTER)


def test_after_three_months_there_are_three_other_questions(personas, cohort, clock):
    clock.advance(days=95)
    page = personas.client(personas.owner).get(form_of(cohort))
    assert "Was ist daraus geworden?" in page.text
    assert page.text.count("<textarea") == 2
    assert page.text.count("komma-scale__choices") == 1


def test_outside_of_the_time_to_answer_the_page_says_so(personas, cohort, clock):
    clock.advance(days=40)
    client = personas.client(personas.owner)
    assert "nichts zu beantworten" in client.get(form_of(cohort)).text
    assert "nichts zu beantworten" in client.post(form_of(cohort), data={"useful": "3"}).text
    assert "2 Minuten" not in client.get(f"/cohorts/{cohort.public_id}").text


def test_nobody_else_answers(personas, cohort):
    for account in (personas.colleague, personas.foreigner, personas.trainer, personas.office):
        client = personas.client(account)
        assert client.get(form_of(cohort)).status_code == 404
        assert client.post(form_of(cohort), data={"useful": "1"}).status_code == 404


def test_how_it_was_is_the_next_step_of_who_has_a_path(personas, cohort, clock):
    client = personas.client(personas.owner)
    assert form_of(cohort) not in client.get("/").text, "what they need comes first"
    plan(make_world(personas.owner.person))
    assert form_of(cohort) in client.get("/").text
    clock.advance(days=30)
    assert form_of(cohort) not in client.get("/").text


def test_figures_are_shown_from_seven_answers_on_and_texts_from_ten(personas, cohort, look):
    page = f"/manage/cohorts/{cohort.public_id}/evaluation"

    def shown_on(day, said):
        for enrolment in cohort.enrolments[said]:
            say(enrolment, START + (day - 1) * DAY, kept=SECRET)
        look(day)
        return personas.client(personas.trainer).get(page).text

    shown = shown_on(1, slice(0, 6))
    assert shown.count("Noch zu wenige Antworten") == 1
    assert shown.count("So weit ist es noch nicht") == 1, "three months are not over"
    assert "6 Antworten" not in shown
    shown = shown_on(2, slice(6, 7))
    assert "7 Antworten" in shown
    assert SECRET not in shown
    assert shown_on(3, slice(7, 10)).count(SECRET) == 10


def test_the_page_of_a_cohort_leads_to_its_figures(personas, cohort):
    trainer = personas.client(personas.trainer)
    page = f"/manage/cohorts/{cohort.public_id}"
    assert f'href="{page}/evaluation"' in trainer.get(page).text


def test_who_sees_which_figures(personas, cohort, look):
    other = make_ended_cohort(people=8, course=cohort.course, days_ago=2)
    unseen = make_ended_cohort(people=8, course=make_course())
    for enrolment in cohort.enrolments[:10]:
        say(enrolment, kept=SECRET)
    for enrolment in (*other.enrolments, *unseen.enrolments):
        say(enrolment, point=2)
    look(1)
    index, course = "/manage/evaluations", f"/manage/evaluations/{cohort.course.slug}"
    trainer, office, coordinator = (
        personas.client(account)
        for account in (personas.trainer, personas.office, personas.coordinator)
    )
    title = unseen.course.title.de
    assert title not in trainer.get(index).text
    assert title in office.get(index).text
    assert title in coordinator.get(index).text
    assert "10 Antworten" in trainer.get(course).text
    assert "18 Antworten" in office.get(course).text
    seen = coordinator.get(course).text
    assert "18 Antworten" in seen
    for page in (trainer.get(course).text, seen, office.get(course).text):
        assert SECRET not in page
    # Coordinators see the programme's figures and no cohort by itself.
    for one in (cohort, other):
        link = f"/manage/cohorts/{one.public_id}/evaluation"
        assert (link in office.get(course).text, link in seen) == (True, False)
        assert coordinator.get(link).status_code == 403
    link = f"/manage/cohorts/{other.public_id}/evaluation"
    assert trainer.get(link).status_code == 404
    assert link not in trainer.get(course).text
    for account in (personas.owner, personas.colleague):
        assert personas.client(account).get(index).status_code == 403


def test_the_course_over_time_is_a_chart_and_the_same_numbers_as_a_table(personas, look):
    course = make_course()
    for days_ago, point in ((20, 2), (10, 4)):
        for enrolment in make_ended_cohort(people=7, course=course, days_ago=days_ago).enrolments:
            say(enrolment, point=point)
    look(1)
    page = personas.client(personas.office).get(f"/manage/evaluations/{course.slug}").text
    assert "<title id=" in page
    assert "Zufriedenheit im Verlauf" in page
    assert page.count('<circle class="komma-chart__current"') == 2
    assert page.count('role="img"') == 3, "of the questions, the means and the distributions"
    table = page[page.index("Zufriedenheit je Durchgang") :]
    assert "2,0" in table
    assert "4,0" in table
    assert "14 Antworten" in page
    assert "3,0" in page, "the mean of both"


def test_figures_cost_a_fixed_number_of_statements(personas, look):
    course, counts = make_course(), []
    client = personas.client(personas.office)
    for round_ in range(1, 3):
        for _ in range(round_):
            cohort = make_ended_cohort(people=7, course=course)
            for enrolment in cohort.enrolments:
                say(enrolment, START + (round_ - 1) * DAY)
        look(round_)
        for page in ("/manage/evaluations", f"/manage/evaluations/{course.slug}"):
            with recorded_queries() as statements:
                client.get(page)
            counts.append(len(statements))
    assert counts[:2] == counts[2:]


def test_nothing_to_show_is_said_kindly(personas):
    client, course = personas.client(personas.office), make_course()
    assert "Noch nichts zu zeigen" in client.get("/manage/evaluations").text
    assert "Noch zu wenige" in client.get(f"/manage/evaluations/{course.slug}").text
    assert client.get("/manage/evaluations/no-such-course").status_code == 404
