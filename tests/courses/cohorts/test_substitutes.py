"""Somebody else takes over a seat: who may be asked, when it goes over, and past whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from courses.cohorts import errors
from courses.cohorts.models import EnrolmentStatus, SubstituteOffer
from courses.cohorts.personal_data import ENROLMENTS
from courses.cohorts.seats import services as seats
from courses.cohorts.seats.queries import find_open_offer, list_line
from courses.cohorts.seats.substitute_queries import find_offer_of, find_offer_to
from courses.cohorts.seats.substitutes import (
    ask_substitute,
    refuse_seat,
    take_back_question,
    take_over,
)
from organisations.models import Function
from scheduling.queries import list_events_of
from tests.courses.factories import (
    make_attendance,
    make_cohort,
    make_course,
    make_enrolment,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn

YEAR = {"since": START - timedelta(days=365), "until": START + timedelta(days=365)}


@pytest.fixture
def home(app):
    return make_municipality()


@pytest.fixture
def seat(home):
    """The only seat of a cohort, held by somebody of `home`, with somebody else waiting for it."""
    cohort = make_cohort(capacity=1, course=make_course(audience=[Function.STAFF]))
    person = make_account(municipality=home).person
    held = seats.enrol_person(cohort=cohort, person=person, actor=person, now=START)
    waiting = make_account().person
    seats.join_waiting_list(cohort=cohort, person=waiting, actor=waiting, now=START)
    return held


def ask(enrolment, colleague, now=START):
    return ask_substitute(
        enrolment=enrolment, email=colleague.email, actor=enrolment.person, now=now
    )


def answer(act, offer, now=START):
    return act(offer=offer, actor=offer.person, now=now)


def mails_to(account):
    mails = select(OutboxMessage.id).where(OutboxMessage.recipient == account.email)
    return len(db.session.scalars(mails).all())


def test_the_seat_goes_over_when_the_colleague_accepts(seat, home):
    colleague = make_account(municipality=home)
    offer = ask(seat, colleague)
    assert seat.takes_part
    assert list_events_of(colleague.person, **YEAR) == []
    assert mails_to(colleague) == 1
    assert find_open_offer(colleague.person, START).from_colleague
    taken = answer(take_over, offer)
    assert (taken.person, taken.status) == (colleague.person, EnrolmentStatus.ENROLLED)
    assert (seat.status, seat.seat_number) == (EnrolmentStatus.WITHDRAWN, None)
    assert len(list_events_of(colleague.person, **YEAR)) == 1
    assert list_events_of(seat.person, **YEAR) == []
    assert find_offer_of(seat) is None
    assert len(list_line(seat.cohort)) == 1, "the line is passed by for this one seat"


def test_who_waits_for_a_seat_may_be_asked_too(seat, home):
    colleague = make_account(municipality=home)
    person = colleague.person
    seats.join_waiting_list(cohort=seat.cohort, person=person, actor=person, now=START)
    taken = answer(take_over, ask(seat, colleague))
    assert taken.takes_part
    assert taken.person is person


def test_whoever_could_not_enrol_cannot_be_asked(seat, home):
    executive = make_account(municipality=home, function=Function.EXECUTIVE)
    back = make_account(municipality=home)
    make_enrolment(cohort=seat.cohort, person=back.person, status=EnrolmentStatus.WITHDRAWN)
    for account in (executive, make_account(municipality=make_municipality()), make_account()):
        with pytest.raises(errors.NoSuchColleague) as refused:
            ask(seat, account)
        assert refused.value.field == "email"
    with pytest.raises(errors.NoSuchColleague):
        ask_substitute(enrolment=seat, email="who@example.org", actor=seat.person, now=START)
    assert ask(seat, back), "who withdrew may come back"


def test_a_seat_that_is_not_taken_over_stays(seat, home):
    colleague = make_account(municipality=home)
    offer = ask(seat, colleague)
    answer(refuse_seat, offer)
    assert seat.takes_part
    with pytest.raises(errors.OfferGone):
        answer(take_over, offer)
    offer = ask(seat, colleague)
    take_back_question(enrolment=seat, actor=seat.person, now=START)
    with pytest.raises(errors.OfferGone):
        answer(take_over, offer)
    assert seat.takes_part


def test_only_the_last_who_was_asked_can_take_it(seat, home):
    first, second = make_account(municipality=home), make_account(municipality=home)
    earlier = ask(seat, first)
    ask(seat, second)
    with pytest.raises(errors.OfferGone):
        answer(take_over, earlier)
    assert find_offer_to(first.person, seat.cohort) is None


def test_nothing_goes_over_once_it_has_begun_or_the_seat_is_gone(seat, home):
    colleague = make_account(municipality=home)
    offer = ask(seat, colleague)
    with pytest.raises(errors.OfferGone):
        answer(take_over, offer, now=seat.cohort.sessions[0].event.starts_at)
    seats.withdraw(enrolment=seat, actor=seat.person, now=START)
    assert db.session.scalars(select(SubstituteOffer)).all() == []
    with pytest.raises(errors.NotEnrolled):
        ask(seat, colleague)


def test_what_cohorts_hold_of_a_person_is_exported_and_erased(seat, home):
    colleague = make_account(municipality=home)
    ask(seat, colleague)
    past = make_enrolment(
        cohort=make_cohort(starts_at=START - timedelta(days=7)), person=seat.person
    )
    make_attendance(enrolment=past, session=past.cohort.sessions[0])
    exported = ENROLMENTS.export(seat.person_id)
    assert [one["status"] for one in exported["enrolments"]] == ["enrolled", "enrolled"]
    assert [one["status"] for one in exported["enrolments"][1]["attendance"]] == ["present"]
    (waiting,) = list_line(seat.cohort)
    waits = ENROLMENTS.export(waiting.person_id)["enrolments"][0]
    assert (waits["status"], waits["asked_at"]) == ("waitlisted", START.isoformat())
    offered = ENROLMENTS.export(colleague.person_id)["seats_offered_by_others"]
    assert [one["course"] for one in offered] == [seat.cohort.title.de]
    erased = seat.person_id
    ENROLMENTS.erase(erased)
    db.session.expire_all()
    assert ENROLMENTS.export(erased) == {"enrolments": [], "seats_offered_by_others": []}
    assert waiting.status == EnrolmentStatus.OFFERED, "the seat goes to who waits"
