"""The demo's cohorts: something to choose, to run and to look back on, at any time of the year."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from courses.catalogue.queries import list_live_courses
from courses.cohorts import queries
from courses.cohorts.attendance import open_records
from courses.cohorts.models import EnrolmentStatus
from courses.cohorts.planning.session_changes import list_busy_trainers
from courses.cohorts.seats.queries import find_open_offer, list_line
from courses.evaluation.queries import find_open_feedback, list_released, satisfaction_of
from courses.evaluation.questionnaire import Wave
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


def test_there_is_a_series_with_a_gap_two_trainers_in_a_room_and_a_way_in(now):
    cohorts = [overview.cohort for overview in queries.list_cohorts_of_trainer(person("buero"))]
    [together] = [one for one in cohorts if len(one.trainers) == 2]
    assert together.trainers == [person("trainerin"), person("trainer2")]
    assert {session.event.room for session in together.sessions} == {"Sitzungszimmer 3"}
    [online] = [one for one in cohorts if one.sessions[0].event.online_link]
    assert online.course.format == "online"
    weeks = [
        {later.event.starts_at.date() - earlier.event.starts_at.date() for earlier, later in pairs}
        for pairs in (list(pairwise(one.sessions)) for one in cohorts if len(one.sessions) == 5)
    ]
    assert {timedelta(weeks=1), timedelta(weeks=2)} in weeks


def test_nobody_is_mailed_about_the_past(now):
    waiting = select(func.count()).where(OutboxMessage.sent_at.is_(None))
    assert db.session.scalar(waiting) == 0


def test_nobody_trains_in_two_places_at_once(now):
    for account in ("trainerin", "trainer2", "buero"):
        trainer = person(account)
        sessions = [
            session
            for overview in queries.list_cohorts_of_trainer(trainer)
            for session in overview.cohort.sessions
        ]
        assert sessions
        assert [list_busy_trainers(session) for session in sessions] == [[]] * len(sessions)


def test_some_groups_have_said_enough_and_others_too_little(now):
    shown = list_released(person("buero"), everything=True)
    numbers = {(pool.course.slug, pool.wave): [] for pool in shown}
    for pool in shown:
        numbers[pool.course.slug, pool.wave].append(pool.released.answers)
    assert numbers == {
        ("recognise-and-respond", Wave.AFTER): [7],
        ("colleagues-advise-colleagues", Wave.AFTER): [8, 11],
        ("colleagues-advise-colleagues", Wave.LATER): [7, 8],
    }
    assert any(pool.released.texts for pool in shown)
    over = [one for one in queries.list_cohorts_of_trainer(person("buero")) if one.ends_at <= now]
    assert {satisfaction_of([one.cohort.id]).mean is None for one in over} == {True, False}


def test_somebody_is_asked_how_it_was(now):
    assert find_open_feedback(person("team1"), now).wave is Wave.LATER
