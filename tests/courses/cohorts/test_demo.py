"""The demo's cohorts: something to choose, to run and to look back on, at any time of the year."""

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from courses.catalogue.queries import list_live_courses
from courses.cohorts import open_records, queries
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.seat_queries import find_open_offer, list_line
from courses.cohorts.session_changes import list_busy_trainers
from courses.feature import load_demo as load_courses
from organisations.accounts.queries import get_account_by_email
from organisations.demo import load_demo as load_people
from tests.house.demo import CASES, loaded_demo


def person(account):
    return get_account_by_email(f"{account}@example.org").person


@pytest.fixture(scope="module", params=CASES)
def now(request):
    with loaded_demo(request, load_people, load_courses) as now:
        yield now


def test_every_live_course_but_one_has_a_date_to_choose(now):
    dates = queries.list_next_dates(person("buero"), now)
    without = [course.slug for course in list_live_courses() if course.id not in dates]
    assert without == ["build-the-safety-net"]
    upcoming = queries.list_cohorts_for_planning(person("leitung"), now)
    assert {overview.seats_left == 0 for overview in upcoming} == {True, False}


def test_home_and_foreign_municipality_have_a_cohort_of_their_own(now):
    for account, other in (("leitung", "fremd"), ("fremd", "leitung")):
        [own] = [
            overview.cohort
            for overview in queries.list_cohorts_for_planning(person(account), now)
            if overview.cohort.municipality is not None
        ]
        assert own.municipality == person(account).municipality
        seen_by_other = queries.list_cohorts_for_planning(person(other), now)
        assert own not in [overview.cohort for overview in seen_by_other]


def test_leitung_has_completed_a_course_and_one_person_missed_it(now):
    completed = [
        enrolment
        for enrolment in queries.list_enrolments_of(person("leitung"))
        if enrolment.status == EnrolmentStatus.COMPLETED
    ]
    assert len(completed) == 1
    missed = [
        enrolment
        for enrolment in queries.list_roster(completed[0].cohort)
        if not queries.fulfilment(enrolment).fulfilled
    ]
    assert [enrolment.person for enrolment in missed] == [person("team6")]


def test_the_trainer_runs_a_cohort_now_and_has_something_to_record(now):
    trainer = person("trainerin")
    running = [
        overview.cohort
        for overview in queries.list_cohorts_of_trainer(trainer)
        if overview.starts_at <= now < overview.ends_at
    ]
    assert len(running) == 1
    assert open_records.count_open_records(trainer, now).keys() == {running[0].id}


def test_team1_is_offered_a_seat_and_others_wait(now):
    offer = find_open_offer(person("team1"), now)
    waiting = [enrolment.person for enrolment in list_line(offer.cohort)]
    assert waiting == [person("team2"), person("team3")]
    assert queries.get_overview(offer.cohort).seats_left == 0


def test_nobody_is_mailed_about_the_past(now):
    waiting = select(func.count()).where(OutboxMessage.sent_at.is_(None))
    assert db.session.scalar(waiting) == 0


def test_nobody_trains_in_two_places_at_once(now):
    for account in ("trainerin", "buero"):
        trainer = person(account)
        sessions = [
            session
            for overview in queries.list_cohorts_of_trainer(trainer)
            for session in overview.cohort.sessions
        ]
        assert sessions
        assert [list_busy_trainers(session) for session in sessions] == [[]] * len(sessions)
