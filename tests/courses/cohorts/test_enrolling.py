"""Getting a seat, giving it back, and how many seats there are."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.db import conflicts_explained, db
from app.kernel.errors import NotFound
from courses.cohorts import errors, queries, services
from courses.cohorts.events import EnrolmentConfirmed, EnrolmentWithdrawn, FewerSeatsFree
from courses.cohorts.models import Enrolment, EnrolmentStatus, Seat
from courses.cohorts.seats import capacity
from courses.cohorts.seats import services as seat_services
from courses.cohorts.services import SessionDates
from organisations.models import Function
from scheduling.queries import list_events_of
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.organisations.factories import make_municipality, make_person

YEAR = {"since": START - timedelta(days=365), "until": START + timedelta(days=365)}


def enrol(cohort, person, now=START):
    return seat_services.enrol_person(cohort=cohort, person=person, actor=person, now=now)


def withdraw(enrolment, now=START):
    return seat_services.withdraw(enrolment=enrolment, actor=enrolment.person, now=now)


def acts_on(thing):
    return db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.object_public_id == thing.public_id)
    ).all()


def test_opening_a_cohort_gives_seats_and_puts_it_into_the_trainers_calendars(app):
    trainer = make_person(function=None)
    first = datetime(2026, 12, 7, 8, tzinfo=UTC)
    dates = [first + timedelta(days=7), first]
    cohort = services.open_cohort(
        course=make_course(),
        sessions=[SessionDates(day, day + timedelta(hours=2)) for day in dates],
        trainers=[trainer],
        capacity=3,
        place="Rathaus",
        zone="Europe/Berlin",
        actor=None,
        now=START,
    )
    assert [seat.number for seat in cohort.seats] == [1, 2, 3]
    assert [session.event.starts_at for session in cohort.sessions] == sorted(dates)
    assert [event.place for event in list_events_of(trainer, **YEAR)] == ["Rathaus"] * 2
    assert acts_on(cohort) == ["cohort.opened"]


@pytest.mark.parametrize(("sessions", "capacity"), [([], 3), ([SessionDates(START, START)], 0)])
def test_a_cohort_needs_a_session_and_a_seat(app, sessions, capacity):
    with pytest.raises(ValueError, match="at least one session and one seat"):
        services.open_cohort(
            course=make_course(),
            sessions=sessions,
            trainers=[],
            capacity=capacity,
            place="",
            zone="Europe/Berlin",
            actor=None,
            now=START,
        )


def test_enrolling_gives_a_seat_the_dates_and_word_of_it(app, announced):
    cohort, person = make_cohort(session_minutes=(60, 60)), make_person()
    enrolment = enrol(cohort, person)
    assert (enrolment.seat_number, enrolment.status) == (1, EnrolmentStatus.ENROLLED)
    assert len(list_events_of(person, **YEAR)) == 2
    assert announced == [
        EnrolmentConfirmed(enrolment_id=enrolment.id, at=START),
        FewerSeatsFree(cohort_id=cohort.id, at=START),
    ]
    assert acts_on(enrolment) == ["enrolment.confirmed"]


def test_each_person_gets_the_lowest_free_seat(app):
    cohort = make_cohort(capacity=3)
    first, second = enrol(cohort, make_person()), enrol(cohort, make_person())
    withdraw(first)
    third = enrol(cohort, make_person())
    assert (second.seat_number, third.seat_number) == (2, 1)


def test_a_full_cohort_takes_nobody(app):
    cohort = make_cohort(capacity=1)
    make_enrolment(cohort=cohort)
    person = make_person()
    with pytest.raises(errors.CohortFull):
        enrol(cohort, person)
    assert queries.find_enrolment(person, cohort) is None
    assert list_events_of(person, **YEAR) == []


def test_nobody_gets_two_seats(app):
    cohort, person = make_cohort(), make_person()
    enrol(cohort, person)
    with pytest.raises(errors.AlreadyEnrolled):
        enrol(cohort, person)
    assert len(queries.list_roster(cohort)) == 1


def test_who_withdrew_can_come_back_on_the_same_enrolment(app, announced):
    cohort, person = make_cohort(), make_person()
    enrolment = enrol(cohort, person)
    withdraw(enrolment)
    again = enrol(cohort, person, START + timedelta(hours=1))
    assert again is enrolment
    assert again.seat_number == 1
    assert again.enrolled_at == START + timedelta(hours=1)
    assert len(list_events_of(person, **YEAR)) == 1
    assert [type(event) for event in announced] == [
        EnrolmentConfirmed,
        FewerSeatsFree,
        EnrolmentWithdrawn,
        EnrolmentConfirmed,
        FewerSeatsFree,
    ]


def test_withdrawing_frees_the_seat_and_the_calendar(app):
    cohort = make_cohort(capacity=1)
    enrolment = enrol(cohort, make_person())
    withdraw(enrolment)
    assert (enrolment.status, enrolment.seat_number) == (EnrolmentStatus.WITHDRAWN, None)
    assert list_events_of(enrolment.person, **YEAR) == []
    assert enrol(cohort, make_person()).seat_number == 1
    assert acts_on(enrolment) == ["enrolment.confirmed", "enrolment.withdrawn"]


def test_a_seat_can_be_given_back_once_only(app):
    enrolment = enrol(make_cohort(), make_person())
    withdraw(enrolment)
    with pytest.raises(errors.NotEnrolled):
        withdraw(enrolment)


def test_nothing_changes_once_the_first_session_has_begun(app):
    cohort = make_cohort(session_minutes=(60, 60))
    enrolment = enrol(cohort, make_person())
    begin = cohort.sessions[0].event.starts_at
    with pytest.raises(errors.CohortBegun):
        enrol(cohort, make_person(), begin)
    with pytest.raises(errors.CohortBegun):
        withdraw(enrolment, begin)
    assert enrol(cohort, make_person(), begin - timedelta(seconds=1)).takes_part


def test_a_cancelled_first_session_does_not_begin_the_cohort(app):
    cohort = make_cohort(session_minutes=(60, 60))
    cohort.sessions[0].event.status = "cancelled"
    person = make_person()
    enrol(cohort, person, cohort.sessions[0].event.ends_at)
    assert list_events_of(person, **YEAR) == [cohort.sessions[1].event]


def test_a_municipality_s_cohort_does_not_exist_for_others(app):
    home = make_municipality()
    cohort = make_cohort(municipality=home)
    for person in (make_person(municipality=make_municipality()), make_person()):
        with pytest.raises(NotFound):
            enrol(cohort, person)
    assert enrol(cohort, make_person(municipality=home)).takes_part


def test_a_course_for_executives_takes_executives(app):
    cohort = make_cohort(course=make_course(audience=[Function.EXECUTIVE]))
    for function in (Function.STAFF, None):
        with pytest.raises(errors.NotForThisFunction):
            enrol(cohort, make_person(function=function))
    assert enrol(cohort, make_person(function=Function.EXECUTIVE)).takes_part


def test_the_database_itself_refuses_a_seat_to_two_people(app):
    enrolment = make_enrolment()
    with pytest.raises(errors.CohortFull), conflicts_explained():
        db.session.add(
            Enrolment(
                cohort_id=enrolment.cohort_id,
                person_id=make_person().id,
                seat_number=enrolment.seat_number,
                enrolled_at=START,
            )
        )


def test_the_database_itself_refuses_two_enrolments_of_a_person(app):
    enrolment = make_enrolment()
    with pytest.raises(errors.AlreadyEnrolled), conflicts_explained():
        db.session.add(
            Enrolment(
                cohort_id=enrolment.cohort_id,
                person_id=enrolment.person_id,
                seat_number=2,
                enrolled_at=START,
            )
        )


@pytest.mark.parametrize(
    ("seat_number", "status"),
    [
        (99, EnrolmentStatus.ENROLLED),
        (None, EnrolmentStatus.ENROLLED),
        (1, EnrolmentStatus.WITHDRAWN),
    ],
)
def test_the_database_itself_knows_who_needs_a_seat(app, seat_number, status):
    cohort, person = make_cohort(), make_person()
    db.session.add(
        Enrolment(
            cohort_id=cohort.id,
            person_id=person.id,
            seat_number=seat_number,
            status=status,
            enrolled_at=START,
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_seat_that_somebody_holds_cannot_be_deleted(app):
    enrolment = make_enrolment()
    seat = db.session.get(Seat, (enrolment.cohort_id, enrolment.seat_number))
    db.session.delete(seat)
    with pytest.raises(IntegrityError):
        db.session.flush()


def change_capacity(cohort, seats):
    office = make_person(function=None)
    return capacity.change_capacity(cohort=cohort, seats=seats, actor=office, now=START)


def test_seats_are_added_and_taken_away(app):
    cohort = make_cohort(capacity=2)
    assert len(change_capacity(cohort, 5).seats) == 5
    assert len(change_capacity(cohort, 1).seats) == 1
    assert len(change_capacity(cohort, 1).seats) == 1
    assert acts_on(cohort) == ["cohort.capacity_changed"] * 2


def test_only_free_seats_are_taken_away(app):
    cohort = make_cohort(capacity=4)
    enrolments = [make_enrolment(cohort=cohort) for _ in range(4)]
    withdraw(enrolments[0])
    withdraw(enrolments[1])
    change_capacity(cohort, 2)
    assert {seat.number for seat in cohort.seats} == {3, 4}
    assert [enrolment.seat_number for enrolment in queries.list_roster(cohort)] == [3, 4]
    with pytest.raises(errors.CohortFull):
        enrol(cohort, make_person())


def test_there_are_never_fewer_seats_than_people(app):
    cohort = make_cohort(capacity=3)
    make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort)
    with pytest.raises(errors.SeatsTaken) as refusal:
        change_capacity(cohort, 1)
    assert refusal.value.field == "seats"
    assert "2 Plätze" in str(refusal.value.message)
    assert len(cohort.seats) == 3


def test_an_empty_cohort_keeps_at_least_one_seat(app):
    with pytest.raises(errors.SeatsTaken):
        change_capacity(make_cohort(), 0)
