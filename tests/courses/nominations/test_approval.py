"""Requests for seats: asked for, decided by the municipality, never by whoever asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.cohorts.entry.models import ApprovalDecision
from courses.cohorts.errors import (
    AlreadyRequested,
    ApprovalDeclined,
    NotInLine,
    NotRequested,
    OwnRequest,
)
from courses.cohorts.models import Enrolment, EnrolmentStatus
from courses.cohorts.queries import find_enrolment
from courses.cohorts.seats.approval import approve_request, decline_request
from courses.cohorts.seats.closing import bring_up_to_date
from courses.cohorts.seats.queries import list_line
from courses.cohorts.seats.services import enrol_person, join_waiting_list, leave_waiting_list
from courses.nominations.queries import list_requests
from organisations.accounts.services import grant_role
from organisations.models import Function, Person
from tests.courses.factories import make_cohort, make_course, make_enrolment
from tests.house.clock import START
from tests.house.personas import make_personas
from tests.organisations.factories import make_account, make_municipality

REQUESTS = "/municipality/requests"
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.in_turn


@pytest.fixture
def cohort(app):
    return make_cohort(course=make_course(needs_approval=True), capacity=1)


@pytest.fixture
def owner(personas):
    return personas.owner.person


@pytest.fixture
def coordinator(personas):
    return personas.coordinator.person


def ask(cohort, person, now=START):
    return enrol_person(cohort=cohort, person=person, actor=person, now=now)


def test_asking_takes_no_seat_and_tells_who_decides(cohort, personas, owner):
    enrolment = ask(cohort, owner)
    assert (enrolment.status, enrolment.seat_number) == (EnrolmentStatus.REQUESTED, None)
    mail = db.session.query(OutboxMessage).one()
    assert mail.recipient == personas.coordinator.email
    assert REQUESTS in mail.body
    with pytest.raises(AlreadyRequested):
        ask(cohort, owner)


def test_the_waiting_list_is_no_way_round(cohort, owner):
    make_enrolment(cohort=cohort)
    enrolment = join_waiting_list(cohort=cohort, person=owner, actor=owner, now=START)
    assert enrolment.status == EnrolmentStatus.REQUESTED


def test_approved_in_whatever_order_they_stand_in_that_of_asking(cohort, personas, coordinator):
    first, second = personas.owner.person, personas.colleague.person
    make_enrolment(cohort=cohort)
    asked = [ask(cohort, first), ask(cohort, second, START + HOUR)]
    for enrolment in asked[::-1]:
        approve_request(enrolment=enrolment, actor=coordinator, now=START + 2 * HOUR)
    assert [one.person for one in list_line(cohort)] == [first, second]


def test_approval_gives_the_free_seat_and_is_kept(cohort, owner, coordinator):
    enrolment = approve_request(enrolment=ask(cohort, owner), actor=coordinator, now=START)
    assert enrolment.takes_part
    decision = db.session.get_one(ApprovalDecision, enrolment.id)
    assert (decision.approved, decision.decided_by) == (True, coordinator.public_id)
    with pytest.raises(NotRequested):
        approve_request(enrolment=enrolment, actor=coordinator, now=START)


def test_a_no_has_a_reason_which_the_person_reads(cohort, personas, owner, coordinator):
    enrolment = ask(cohort, owner)
    with pytest.raises(DomainError) as refusal:
        decline_request(enrolment=enrolment, reason="", actor=coordinator, now=START)
    assert refusal.value.field == "reason"
    reason = "Im Dezember ist Haushaltsplanung."
    decline_request(enrolment=enrolment, reason=reason, actor=coordinator, now=START)
    assert reason in personas.client(personas.owner).get(f"/cohorts/{cohort.public_id}").text
    assert db.session.query(OutboxMessage).filter_by(recipient=personas.owner.email).count() == 1
    with pytest.raises(ApprovalDeclined):
        ask(cohort, owner)


def test_trainers_and_people_without_a_municipality_need_no_approval(cohort, owner):
    trainer = make_account(Role.TRAINER, function=None).person
    cohort.trainers.append(trainer)
    enrolment = enrol_person(cohort=cohort, person=owner, actor=trainer, now=START)
    assert enrolment.takes_part


def test_the_coordinators_own_request_is_the_offices(cohort, personas, coordinator):
    enrolment = ask(cohort, coordinator)
    assert db.session.query(OutboxMessage).one().recipient == personas.office.email
    assert list_requests(personas.coordinator) == []
    assert list_requests(personas.office) == [enrolment]
    with pytest.raises(OwnRequest):
        approve_request(enrolment=enrolment, actor=coordinator, now=START)
    own = personas.client(personas.coordinator)
    assert own.post(f"{REQUESTS}/{enrolment.public_id}/approve").status_code == 404


def test_without_a_coordinator_the_office_decides(cohort, personas):
    enrolment = ask(cohort, personas.foreigner.person)
    assert db.session.query(OutboxMessage).one().recipient == personas.office.email
    assert list_requests(personas.coordinator) == []
    office = personas.client(personas.office)
    assert personas.foreigner.person.name in office.get(REQUESTS).text
    assert office.post(f"{REQUESTS}/{enrolment.public_id}/approve").status_code == 303
    assert find_enrolment(personas.foreigner.person, cohort).takes_part


def test_who_stands_in_for_the_coordinator_decides_too(cohort, personas, owner):
    enrolment = ask(cohort, owner)
    substitute = make_account(municipality=owner.municipality)
    grant_role(person=substitute.person, role=Role.SUBSTITUTE, municipality=owner.municipality)
    db.session.expire_all()
    client = personas.client(substitute)
    assert client.post(f"{REQUESTS}/{enrolment.public_id}/approve").status_code == 303
    assert find_enrolment(owner, cohort).takes_part


def test_what_nobody_answered_is_closed_kindly_when_the_cohort_begins(cohort, personas, owner):
    enrolment = ask(cohort, owner)
    bring_up_to_date(cohort, cohort.sessions[0].event.starts_at)
    assert enrolment.status == EnrolmentStatus.WITHDRAWN
    mails = db.session.query(OutboxMessage).filter_by(recipient=personas.owner.email).all()
    assert len(mails) == 1


def test_the_coordinator_walks_through_the_pages(cohort, personas, owner):
    page = personas.client(personas.owner).get(f"/cohorts/{cohort.public_id}").text
    assert "Platz anfragen" in page
    enrolment = ask(cohort, owner)
    client = personas.client(personas.coordinator)
    assert "1 Anfrage wartet auf Sie" in client.get("/municipality/trainings").text
    assert owner.name in client.get(REQUESTS).text
    address = f"{REQUESTS}/{enrolment.public_id}"
    assert client.post(f"{address}/decline", data={"reason": ""}).status_code == 422
    assert client.post(f"{address}/decline", data={"reason": "Später"}).status_code == 303
    assert "Niemand wartet" in client.get(REQUESTS).text


def test_what_is_confidential_is_never_asked_for(personas, owner):
    course = make_course(needs_approval=True)
    cohort = make_cohort(course=course, confidential=True)
    assert ask(cohort, owner).takes_part


def test_another_municipalitys_request_is_not_there(cohort, personas, owner):
    enrolment = ask(cohort, owner)
    stranger = make_account(
        Role.COORDINATOR, municipality=make_municipality(), function=Function.STAFF
    )
    answer = personas.client(stranger).post(f"{REQUESTS}/{enrolment.public_id}/approve")
    assert answer.status_code == 404


def test_of_approving_and_withdrawing_at_once_one_counts(committing_app):
    """Whichever comes first, the seat is held by whoever takes part and by nobody else."""
    app = committing_app
    with app.app_context():
        people = make_personas(app)
        cohort = make_cohort(course=make_course(needs_approval=True), capacity=6)
        asking = [
            make_account(municipality=people.owner.person.municipality).person for _ in range(3)
        ]
        requests = [ask(cohort, one).id for one in asking]
        coordinator_id = people.coordinator.person_id
        db.session.commit()

    for request_id in requests:
        barrier = Barrier(6)

        def act(number, request_id=request_id, barrier=barrier):
            with app.app_context():
                enrolment = db.session.get_one(Enrolment, request_id)
                coordinator = db.session.get_one(Person, coordinator_id)
                person = enrolment.person
                db.session.rollback()
                barrier.wait()
                try:
                    if number % 2:
                        approve_request(enrolment=enrolment, actor=coordinator, now=START)
                    else:
                        leave_waiting_list(enrolment=enrolment, actor=person, now=START)
                    db.session.commit()
                except (NotRequested, NotInLine):
                    db.session.rollback()
                    return None
                return "approved" if number % 2 else "left"

        with ThreadPoolExecutor(6) as pool:
            outcomes = [one for one in pool.map(act, range(6)) if one]
        with app.app_context():
            enrolment = db.session.get_one(Enrolment, request_id)
            assert len(outcomes) == 1
            assert enrolment.takes_part == (outcomes == ["approved"])
            assert (enrolment.seat_number is not None) == enrolment.takes_part
