"""Who sees which cohorts, and how lists stay cheap."""

from datetime import timedelta

import pytest

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.cohorts import queries
from courses.cohorts.models import AttendanceStatus, EnrolmentStatus
from courses.cohorts.seats.queries import read_books
from tests.courses.factories import make_attendance, make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.queries import recorded_queries
from tests.organisations.factories import make_person


def names(overviews):
    return {overview.cohort for overview in overviews}


def test_an_open_cohort_is_seen_by_everyone(personas):
    cohort = make_cohort()
    for account in (personas.owner, personas.foreigner, personas.trainer, personas.office):
        assert queries.get_cohort_for(account.person, cohort.public_id) == cohort


def test_a_municipality_s_cohort_is_unknown_elsewhere(personas):
    cohort = make_cohort(municipality=personas.owner.person.municipality)
    assert queries.get_cohort_for(personas.colleague.person, cohort.public_id) == cohort
    assert queries.get_cohort_for(personas.office.person, cohort.public_id) == cohort
    for account in (personas.foreigner, personas.trainer):
        with pytest.raises(NotFound):
            queries.get_cohort_for(account.person, cohort.public_id)


def test_who_takes_part_keeps_seeing_the_cohort_after_moving(personas):
    cohort = make_cohort(municipality=personas.owner.person.municipality)
    make_enrolment(cohort=cohort, person=personas.owner.person)
    personas.owner.person.municipality = personas.foreigner.person.municipality
    assert queries.get_cohort_for(personas.owner.person, cohort.public_id) == cohort


def test_only_its_trainer_and_the_office_manage_a_cohort(personas):
    cohort = make_cohort(trainers=[personas.trainer.person])
    assert queries.get_managed_cohort(personas.trainer.person, cohort.public_id) == cohort
    assert queries.get_managed_cohort(personas.office.person, cohort.public_id) == cohort
    for account in (personas.owner, personas.coordinator, personas.foreigner):
        with pytest.raises(NotFound):
            queries.get_managed_cohort(account.person, cohort.public_id)
    with pytest.raises(NotFound):
        queries.get_managed_cohort(make_person(), cohort.public_id)


def test_a_session_is_found_only_under_its_own_cohort(personas):
    trainer = personas.trainer.person
    mine, other = make_cohort(trainers=[trainer]), make_cohort(trainers=[trainer])
    session = mine.sessions[0]
    assert queries.get_managed_session(trainer, mine.public_id, session.public_id) == session
    with pytest.raises(NotFound):
        queries.get_managed_session(trainer, other.public_id, session.public_id)


def test_upcoming_cohorts_have_not_begun_and_come_by_date(personas):
    course = make_course()
    later = make_cohort(course=course, starts_at=START + timedelta(days=9))
    soon = make_cohort(course=course, starts_at=START + timedelta(hours=1))
    make_cohort(course=course, starts_at=START)
    make_cohort(course=course, municipality=personas.foreigner.person.municipality)
    make_cohort()
    found = queries.list_upcoming_cohorts_for(personas.owner.person, course, START)
    assert [overview.cohort for overview in found] == [soon, later]


def test_an_overview_tells_the_whole_run_and_the_seats_left(personas):
    cohort = make_cohort(session_minutes=(60, 90), capacity=3)
    make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort, status=EnrolmentStatus.COMPLETED)
    make_enrolment(cohort=cohort, status=EnrolmentStatus.WITHDRAWN)
    [overview] = queries.list_cohorts_for_planning(personas.owner.person, START)
    assert overview == queries.get_overview(cohort)
    assert (overview.seats, overview.taken, overview.seats_left) == (3, 2, 1)
    assert overview.starts_at == cohort.sessions[0].event.starts_at
    assert overview.ends_at == cohort.sessions[1].event.ends_at


def test_a_plan_only_uses_cohorts_that_one_may_take_part_in(personas):
    home = personas.owner.person.municipality
    ours = make_cohort(municipality=home)
    open_to_all = make_cohort()
    theirs = make_cohort(
        municipality=personas.foreigner.person.municipality, trainers=[personas.owner.person]
    )
    found = names(queries.list_cohorts_for_planning(personas.owner.person, START))
    assert found == {ours, open_to_all}
    assert theirs not in found


def test_people_without_a_municipality_plan_with_open_cohorts_only(personas):
    make_cohort(municipality=personas.owner.person.municipality)
    open_to_all = make_cohort()
    person = make_person()
    assert names(queries.list_cohorts_for_planning(person, START)) == {open_to_all}


def test_a_trainer_lists_their_own_cohorts_and_the_office_all(personas):
    mine = make_cohort(trainers=[personas.trainer.person])
    other = make_cohort()
    assert names(queries.list_cohorts_of_trainer(personas.trainer.person)) == {mine}
    assert names(queries.list_cohorts_of_trainer(personas.office.person)) == {mine, other}
    assert queries.list_cohorts_of_trainer(personas.owner.person) == []


def test_enrolments_come_by_date_without_withdrawn_ones(personas):
    person = personas.owner.person
    later = make_enrolment(cohort=make_cohort(starts_at=START + timedelta(days=9)), person=person)
    past = make_enrolment(
        cohort=make_cohort(starts_at=START - timedelta(days=9)),
        person=person,
        status=EnrolmentStatus.COMPLETED,
    )
    gone = make_enrolment(person=person, status=EnrolmentStatus.WITHDRAWN)
    make_enrolment()
    assert queries.list_enrolments_of(person) == [past, later]
    assert queries.find_enrolment(person, gone.cohort) == gone
    assert not gone.takes_part
    assert queries.find_enrolment(person, make_cohort()) is None


def test_an_enrolment_is_found_by_its_owner_and_by_who_manages_the_cohort(personas):
    cohort = make_cohort(trainers=[personas.trainer.person])
    enrolment = make_enrolment(cohort=cohort, person=personas.owner.person)
    assert queries.get_enrolment_of(personas.owner.person, enrolment.public_id) == enrolment
    for account in (personas.trainer, personas.office):
        assert queries.get_managed_enrolment(account.person, enrolment.public_id) == enrolment
    with pytest.raises(NotFound):
        queries.get_enrolment_of(personas.colleague.person, enrolment.public_id)
    with pytest.raises(NotFound):
        queries.get_managed_enrolment(personas.coordinator.person, enrolment.public_id)


def test_a_roster_is_sorted_as_people_sort_names(app):
    cohort = make_cohort()
    for name in ("Zander", "Öztürk", "Oppermann", "Çelik", "Carstens"):
        make_enrolment(cohort=cohort, person=make_person(family_name=name))
    make_enrolment(cohort=cohort, status=EnrolmentStatus.WITHDRAWN)
    found = [enrolment.person.family_name for enrolment in queries.list_roster(cohort)]
    assert found == ["Carstens", "Çelik", "Oppermann", "Öztürk", "Zander"]
    assert {one.seat_number for one in read_books(cohort, START).holding} == {1, 2, 3, 4, 5}


def test_fulfilment_counts_what_was_recorded_against_the_course_s_rule(app):
    cohort = make_cohort(course=make_course(attendance_percent=60), session_minutes=(60, 30, 30))
    enrolment = make_enrolment(cohort=cohort)
    first, second, _open = cohort.sessions
    make_attendance(enrolment=enrolment, session=first)
    make_attendance(enrolment=enrolment, session=second, status=AttendanceStatus.ABSENT)
    found = queries.fulfilment(enrolment)
    assert (found.attended_minutes, found.total_minutes, found.required_minutes) == (60, 120, 72)
    assert (found.recorded_sessions, found.sessions, found.fulfilled) == (2, 3, False)


def test_a_cancelled_session_counts_for_nothing(app):
    cohort = make_cohort(session_minutes=(60, 60))
    enrolment = make_enrolment(cohort=cohort)
    make_attendance(enrolment=enrolment, session=cohort.sessions[0])
    cohort.sessions[1].event.status = "cancelled"
    assert queries.fulfilment(enrolment).complete
    assert queries.get_overview(cohort).ends_at == cohort.sessions[0].event.ends_at


@pytest.mark.parametrize("number", [1, 7])
def test_lists_ask_a_fixed_number_of_questions(app, personas, number):
    trainer = personas.trainer.person
    for _ in range(number):
        cohort = make_cohort(trainers=[trainer], session_minutes=(60, 60))
        enrolment = make_enrolment(cohort=cohort, person=personas.owner.person)
        make_attendance(enrolment=enrolment, session=cohort.sessions[0])
        make_enrolment(cohort=cohort)
    ids = [personas.owner.person.id, trainer.id]
    db.session.flush()
    db.session.expunge_all()
    owner, trainer = (db.session.get(type(trainer), identity) for identity in ids)
    with recorded_queries() as statements:
        for overview in queries.list_cohorts_for_planning(owner, START):
            assert overview.cohort.sessions[0].event.title
            assert overview.cohort.course.slug
        assert len(statements) == 3
        for enrolment in queries.list_enrolments_of(owner):
            assert queries.fulfilment(enrolment).attended_minutes == 60
        assert len(statements) == 6
        for overview in queries.list_cohorts_of_trainer(trainer):
            assert overview.cohort.trainers == [trainer]
        roster = queries.list_roster(overview.cohort)
        assert [enrolment.person.municipality and enrolment.person.team for enrolment in roster]
        assert len(statements) == 12
