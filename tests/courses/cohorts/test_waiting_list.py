"""The line for a full cohort: who moves up when, who is told, and what ends it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from courses.cohorts import errors
from courses.cohorts.models import EnrolmentStatus, Seat
from courses.cohorts.queries import list_upcoming_cohorts_for
from courses.cohorts.seats import services as seats
from courses.cohorts.seats.capacity import change_capacity
from courses.cohorts.seats.jobs import SEATS_JOB
from courses.cohorts.seats.line import OFFER_FOR
from courses.cohorts.seats.out_of_turn import offer_out_of_turn
from courses.cohorts.seats.queries import (
    find_open_offer,
    list_cohorts_to_settle,
    list_line,
    place_in_line,
)
from courses.cohorts.seats.reasons import RemovalReason, TurnReason
from courses.cohorts.seats.seating import fill_seats, lock_seats
from organisations.accounts.queries import find_email_of
from organisations.models import Function
from organisations.people.queries import list_grants
from organisations.roles.services import end_role
from scheduling.queries import list_events_of
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.notifications.factories import make_wishes
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

YEAR = {"since": START - timedelta(days=365), "until": START + timedelta(days=365)}
HOUR = timedelta(hours=1)


def somebody(**given):
    """Somebody who reads in their mails what it is about."""
    person = make_account(**given).person
    make_wishes(person, discreet_trainings=False)
    return person


def enrol(cohort, person=None, now=START):
    person = person or somebody()
    return seats.enrol_person(cohort=cohort, person=person, actor=person, now=now)


def wait(cohort, person=None, now=START, **how):
    person = person or somebody()
    return seats.join_waiting_list(cohort=cohort, person=person, actor=person, now=now, **how)


def by_themselves(act, enrolment, now=START):
    return act(enrolment=enrolment, actor=enrolment.person, now=now)


def mails_to(person):
    mails = select(OutboxMessage.subject).order_by(OutboxMessage.id)
    return db.session.scalars(mails.where(OutboxMessage.recipient == find_email_of(person))).all()


def acts_on(thing):
    return db.session.scalars(
        select(AuditEntry.action)
        .where(AuditEntry.object_public_id == thing.public_id)
        .order_by(AuditEntry.id)
    ).all()


@pytest.fixture
def full(app):
    """A cohort with one seat, which is taken, and with two people who wait."""
    cohort = make_cohort(capacity=1, session_minutes=(60, 60))
    enrolled = enrol(cohort)
    first = wait(cohort)
    second = wait(cohort, now=START + HOUR)
    return cohort, enrolled, first, second


def test_who_waits_stands_in_line_and_in_no_calendar(full):
    cohort, _enrolled, first, second = full
    assert list_line(cohort) == [first, second]
    assert [place_in_line(first), place_in_line(second)] == [1, 2]
    assert list_events_of(first.person, **YEAR) == []
    assert mails_to(first.person) == []
    assert acts_on(first) == ["enrolment.waitlisted"]


def test_joining_twice_keeps_the_place(full):
    cohort, _enrolled, first, second = full
    again = wait(cohort, first.person, now=START + 2 * HOUR)
    assert again is first
    assert list_line(cohort) == [first, second]


def test_a_seat_given_back_is_offered_to_the_first_in_line(full):
    cohort, enrolled, first, second = full
    by_themselves(seats.withdraw, enrolled)
    assert (first.status, first.seat_number) == (EnrolmentStatus.OFFERED, 1)
    assert first.offer_until == START + OFFER_FOR
    assert list_events_of(first.person, **YEAR) == [], "an offer is not in the calendar yet"
    assert mails_to(first.person) == ["Ein Platz in KommA ist für Sie frei"]
    assert (place_in_line(second), mails_to(second.person)) == (1, [])
    offer = find_open_offer(first.person, START)
    assert (offer.cohort, offer.until, offer.from_colleague) == (cohort, first.offer_until, False)
    assert find_open_offer(second.person, START) is None
    assert find_open_offer(first.person, offer.until) is None, "its time is up"
    assert acts_on(first) == ["enrolment.waitlisted", "enrolment.offered"]


def test_accepting_enrols_once(full):
    _cohort, enrolled, first, _second = full
    by_themselves(seats.withdraw, enrolled)
    for _click in range(2):
        by_themselves(seats.accept_offer, first)
    assert (first.status, first.offer_until) == (EnrolmentStatus.ENROLLED, None)
    assert len(list_events_of(first.person, **YEAR)) == 2
    assert len(mails_to(first.person)) == 2
    assert acts_on(first)[-1] == "enrolment.confirmed"


def test_a_declined_seat_goes_to_the_next(full):
    _cohort, enrolled, first, second = full
    by_themselves(seats.withdraw, enrolled)
    by_themselves(seats.decline_offer, first)
    assert (first.status, first.queued_at) == (EnrolmentStatus.WITHDRAWN, None)
    assert second.status == EnrolmentStatus.OFFERED
    with pytest.raises(errors.OfferGone):
        by_themselves(seats.accept_offer, first)


def test_an_offer_that_lapses_goes_on_whoever_comes_by(full):
    """The job would have come within the minute; nobody else may act on what is over."""
    cohort, enrolled, first, second = full
    by_themselves(seats.withdraw, enrolled)
    later = START + OFFER_FOR
    with pytest.raises(errors.CohortFull):
        enrol(cohort, now=later)
    assert first.status == EnrolmentStatus.WITHDRAWN
    assert (second.status, second.offer_until) == (EnrolmentStatus.OFFERED, later + OFFER_FOR)
    assert mails_to(first.person)[-1] == "Ihr Platz in KommA ist weitergegeben"
    with pytest.raises(errors.OfferGone):
        by_themselves(seats.accept_offer, first, later)
    again = wait(cohort, first.person, now=later)
    assert list_line(cohort) == [again], "at the end of the line"


def test_the_job_passes_on_what_lapsed(full, clock):
    _cohort, enrolled, first, second = full
    by_themselves(seats.withdraw, enrolled)
    db.session.commit()
    assert run_job(SEATS_JOB) == 0
    clock.advance(hours=48)
    assert run_job(SEATS_JOB) == 1
    assert (first.status, second.status) == (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.OFFERED)
    assert run_job(SEATS_JOB) == 0
    assert len(mails_to(second.person)) == 1, "told once"


def test_who_wants_the_seat_at_once_gets_it_at_once(app):
    cohort = make_cohort(capacity=1)
    enrolled = enrol(cohort)
    waiting = wait(cohort, take_at_once=True)
    by_themselves(seats.withdraw, enrolled)
    assert waiting.status == EnrolmentStatus.ENROLLED
    assert len(list_events_of(waiting.person, **YEAR)) == 1
    assert mails_to(waiting.person) == ["Ihr Platz in KommA"]


def test_on_the_day_before_nobody_is_asked_first(full):
    cohort, enrolled, first, second = full
    starts_at = cohort.sessions[0].event.starts_at
    by_themselves(seats.withdraw, enrolled, starts_at - 40 * HOUR)
    assert first.offer_until == starts_at - 24 * HOUR
    lock_seats(cohort, starts_at - 24 * HOUR)
    assert second.takes_part


def test_more_seats_go_to_the_line_first(full):
    cohort, _enrolled, first, second = full
    change_capacity(cohort=cohort, seats=2, actor=somebody(), now=START)
    assert (first.status, second.status) == (EnrolmentStatus.OFFERED, EnrolmentStatus.WAITLISTED)
    with pytest.raises(errors.SeatsTaken):
        change_capacity(cohort=cohort, seats=1, actor=somebody(), now=START)


def test_a_free_seat_is_not_kept_from_who_joins(app):
    cohort = make_cohort(capacity=1)
    assert wait(cohort).status == EnrolmentStatus.OFFERED
    assert wait(make_cohort(capacity=1), take_at_once=True).takes_part


def test_who_leaves_the_line_stands_nowhere(full):
    cohort, _enrolled, first, second = full
    by_themselves(seats.leave_waiting_list, first)
    assert list_line(cohort) == [second]
    with pytest.raises(errors.NotInLine):
        by_themselves(seats.leave_waiting_list, first)


def test_whose_work_has_changed_is_passed_over(app):
    cohort = make_cohort(capacity=1, course=make_course(audience=[Function.STAFF]))
    enrolled, first, second = enrol(cohort), wait(cohort), wait(cohort)
    first.person.function = Function.EXECUTIVE
    by_themselves(seats.withdraw, enrolled)
    assert (first.status, second.status) == (EnrolmentStatus.WAITLISTED, EnrolmentStatus.OFFERED)


def test_an_approved_request_keeps_its_place_in_the_line(full):
    cohort, enrolled, first, _second = full
    asked = make_enrolment(cohort=cohort, person=somebody(), status=EnrolmentStatus.REQUESTED)
    asked.queued_at = START - HOUR
    office = somebody(function=None)
    placed = seats.place(cohort=cohort, person=asked.person, actor=office, now=START)
    assert (placed, placed.status) == (asked, EnrolmentStatus.WAITLISTED)
    assert place_in_line(asked) == 1
    assert mails_to(asked.person) == ["Sie stehen auf einer Warteliste in KommA"]
    by_themselves(seats.withdraw, enrolled)
    assert (asked.status, first.status) == (EnrolmentStatus.OFFERED, EnrolmentStatus.WAITLISTED)


def test_a_seat_that_somebody_else_chose_is_offered(app):
    cohort, office = make_cohort(), somebody(function=None)
    given = {"cohort": cohort, "actor": office, "now": START}
    offered = seats.place(person=somebody(), offer_for=timedelta(days=30), **given)
    assert offered.offer_until == cohort.sessions[0].event.starts_at, "not beyond the start"
    assert seats.place(person=offered.person, offer_for=HOUR, **given) is offered
    assert seats.place(person=somebody(), **given).takes_part
    enrol(cohort, offered.person)
    assert offered.takes_part, "enrolling is accepting"


def test_a_trainer_takes_somebody_out_and_the_line_moves_up(app):
    trainer = somebody(function=None)
    cohort = make_cohort(capacity=1, trainers=[trainer])
    enrolled, first, second = enrol(cohort), wait(cohort), wait(cohort)
    act = {"actor": trainer, "now": START, "reason": RemovalReason.ASKED}
    with pytest.raises(NotFound):
        seats.remove(enrolment=enrolled, **act | {"actor": first.person})
    seats.remove(enrolment=enrolled, **act)
    assert (enrolled.status, first.status) == (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.OFFERED)
    assert list_events_of(enrolled.person, **YEAR) == []
    assert mails_to(enrolled.person)[-1] == "Ihre Anmeldung in KommA ist beendet"
    seats.remove(enrolment=second, **act)
    assert list_line(cohort) == []
    with pytest.raises(errors.NotInLine):
        seats.remove(enrolment=second, **act)


def test_a_trainer_may_pass_over_the_line_but_says_why(full):
    cohort, _enrolled, first, second = full
    trainer = somebody(function=None)
    act = {"enrolment": second, "now": START, "reason": TurnReason.PROMISED}
    with pytest.raises(NotFound):
        offer_out_of_turn(actor=trainer, **act)
    cohort.trainers.append(trainer)
    offer_out_of_turn(actor=trainer, **act)
    assert (first.status, second.status) == (EnrolmentStatus.WAITLISTED, EnrolmentStatus.OFFERED)
    assert db.session.scalar(select(func.count()).where(Seat.cohort_id == cohort.id)) == 2
    reasons = db.session.scalars(
        select(AuditEntry.details).where(AuditEntry.action == "enrolment.preferred")
    ).all()
    assert reasons == [{"reason": "turn_promised"}]
    with pytest.raises(errors.NotInLine):
        offer_out_of_turn(actor=trainer, **act)


def test_the_line_is_closed_when_it_begins(full, clock):
    cohort, enrolled, first, second = full
    other = make_cohort(course=cohort.course, starts_at=START + timedelta(days=30))
    clock.advance(days=7)
    db.session.commit()
    assert run_job(SEATS_JOB) == 1
    assert {first.status, second.status} == {EnrolmentStatus.WITHDRAWN}
    assert enrolled.takes_part
    for one in (first, second):
        assert mails_to(one.person) == ["Ihre Warteliste in KommA ist geschlossen"]
    body = db.session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id.desc())).first()
    assert other.course.slug in body
    assert "Platz frei" in body
    assert fill_seats(cohort, clock.now()) == []
    assert run_job(SEATS_JOB) == 0


def test_the_line_is_closed_when_all_is_called_off(full):
    cohort, *_people, second = full
    for session in cohort.sessions:
        session.event.status = "cancelled"
    db.session.commit()
    assert run_job(SEATS_JOB) == 1
    assert second.status == EnrolmentStatus.WITHDRAWN


def test_who_leaves_the_programme_leaves_seat_and_line(full):
    _cohort, enrolled, first, second = full
    for person in (first.person, enrolled.person):
        for grant in list_grants(person):
            end_role(grant=grant, actor=None, now=START)
    assert (first.status, enrolled.status) == (EnrolmentStatus.WITHDRAWN,) * 2
    assert second.status == EnrolmentStatus.OFFERED


@pytest.fixture
def homes(app):
    return make_municipality(), make_municipality()


def reserve(cohort, seats, reserved, until=None):
    return change_capacity(
        cohort=cohort,
        seats=seats,
        actor=somebody(function=None),
        now=START,
        reserved=reserved,
        reserved_until=until,
    )


def left(cohort, person, now=START):
    (overview,) = list_upcoming_cohorts_for(person, cohort.course, now)
    return overview.seats_left


def test_reserved_seats_are_for_one_municipality_and_counted_so(homes):
    home, other = homes
    cohort = make_cohort(capacity=3)
    reserve(cohort, 3, {home: 2})
    guest, late_guest = somebody(municipality=other), somebody(municipality=other)
    assert (left(cohort, guest), left(cohort, somebody(municipality=home))) == (1, 3)
    assert left(cohort, somebody()) == 1
    enrol(cohort, guest)
    assert left(cohort, late_guest) == 0
    with pytest.raises(errors.CohortFull):
        enrol(cohort, late_guest)
    waits = wait(cohort, late_guest)
    assert waits.status == EnrolmentStatus.WAITLISTED
    for _number in range(2):
        enrol(cohort, somebody(municipality=home))


def test_reservations_end_and_the_job_gives_the_seats_to_the_line(homes, clock):
    home, other = homes
    cohort = make_cohort(capacity=1)
    reserve(cohort, 1, {home: 1}, until=START + HOUR)
    waits = wait(cohort, somebody(municipality=other))
    db.session.commit()
    assert list_cohorts_to_settle(START) == []
    assert run_job(SEATS_JOB) == 0
    clock.advance(hours=1)
    assert left(cohort, waits.person, clock.now()) == 1
    assert run_job(SEATS_JOB) == 1
    assert waits.status == EnrolmentStatus.OFFERED


def test_somebody_moves_to_their_municipality_s_seat_when_others_wait(homes):
    home, other = homes
    cohort = make_cohort(capacity=2)
    reserve(cohort, 2, {home: 1})
    on_theirs = enrol(cohort, somebody(municipality=home))
    on_open_seat = enrol(cohort, somebody(municipality=home))
    waits = wait(cohort, somebody(municipality=other))
    by_themselves(seats.withdraw, on_theirs)
    assert waits.status == EnrolmentStatus.OFFERED
    assert on_open_seat.takes_part
    reserved = {seat.number: seat.reserved_for_id for seat in cohort.seats}
    assert reserved[on_open_seat.seat_number] == home.id


def test_more_cannot_be_reserved_than_is_free(homes):
    home, other = homes
    cohort = make_cohort(capacity=2)
    enrol(cohort, somebody(municipality=other))
    for count in (2, 3):
        with pytest.raises(errors.SeatsTaken) as refused:
            reserve(cohort, 2, {home: count})
        assert refused.value.field == "reserved"
    reserve(cohort, 2, {home: 1, other: 1})
    with pytest.raises(errors.SeatsTaken):
        reserve(make_cohort(municipality=home), 2, {home: 1})
