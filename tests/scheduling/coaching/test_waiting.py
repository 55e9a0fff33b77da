"""Being told when something frees up: once, all who wait, and nobody who has no time then."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from organisations.accounts.models import RoleGrant
from scheduling.coaching.finding import DayTime
from scheduling.coaching.holding import hold_slot
from scheduling.coaching.jobs import EXPIRE_JOB, WAITING_JOB
from scheduling.coaching.personal_data import erase, export_of
from scheduling.coaching.services import (
    book_slot,
    cancel_booking,
    decline_request,
    move_booking,
)
from scheduling.coaching.waiting import ask_to_be_told
from scheduling.coaching.waiting_models import FreeTimeWish
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.organisations.factories import make_account, make_person
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)
from tests.scheduling.factories import make_event

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def coach(app):
    """Has one hour a week, on Tuesday at ten."""
    account = make_coach()
    make_working_time(account.person, 10, 11)
    return account


@pytest.fixture
def waiter(offer):
    """Waits for anything earlier than Tuesday week."""
    return waiting(offer)


def waiting(*offers, earlier_than=TUESDAY_AT_TEN + 7 * DAY, **given):
    account = make_account()
    ask_to_be_told(
        person=account.person, offers=offers, earlier_than=earlier_than, now=START, **given
    )
    return account


def told():
    """The mails about what is free, in the order in which they were written."""
    run_waiting()
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [mail.recipient for mail in mails if "wenn etwas frei wird" in mail.body]


def run_waiting():
    db.session.commit()
    run_job(WAITING_JOB)


def wishes():
    return db.session.scalar(select(func.count()).select_from(FreeTimeWish))


def by_cancelling(offer):
    booking = make_booking(offer, make_person(), TUESDAY_AT_TEN)
    return lambda: cancel_booking(booking=booking, now=START)


def by_moving(offer):
    booking = make_booking(offer, make_person(), TUESDAY_AT_TEN)
    later = TUESDAY_AT_TEN + 7 * DAY
    return lambda: move_booking(booking=booking, starts_at=later, now=START)


def by_declining(offer):
    offer.needs_approval = True
    booking = make_booking(offer, make_person(), TUESDAY_AT_TEN)
    return lambda: decline_request(booking=booking, now=START)


@pytest.mark.parametrize("way", [by_cancelling, by_moving, by_declining])
def test_what_frees_a_time_is_told_to_all_who_wait_once(offer, waiter, way):
    free_it = way(offer)
    second = waiting(offer)
    assert told() == []
    free_it()
    assert told() == [waiter.email, second.email]
    assert wishes() == 0
    assert len(told()) == 2, "nobody is told twice"


@pytest.mark.parametrize("needs_approval", [False, True])
def test_a_hold_or_request_that_runs_out_frees_its_time(clock, offer, waiter, needs_approval):
    offer.needs_approval = needs_approval
    take = book_slot if needs_approval else hold_slot
    held = take(offer=offer, client=make_person(), starts_at=TUESDAY_AT_TEN, now=START)
    assert told() == []
    clock.instant = held.event.expires_at
    run_job(EXPIRE_JOB)
    assert told() == [waiter.email]


def test_what_was_free_when_somebody_asked_is_no_news(offer):
    waiting(offer, earlier_than=TUESDAY_AT_TEN)
    assert told() == []
    anything = waiting(offer, earlier_than=None)
    assert told() == [anything.email]


def test_nobody_is_told_of_a_time_at_which_they_are_elsewhere(offer, waiter):
    make_event(waiter.person, starts_at=TUESDAY_AT_TEN - HOUR)
    assert told() == []


def test_a_time_of_day_is_waited_for(offer):
    waiting(offer, day_time=DayTime.EVENING)
    early = waiting(offer, day_time=DayTime.MORNING)
    assert told() == [early.email]


def test_one_question_about_several_coaches_is_answered_once(offer):
    other = make_coach().person
    make_working_time(other, 10, 11)
    asked = waiting(offer, make_offer(other))
    assert told() == [asked.email]
    assert wishes() == 0


def test_whoever_books_waits_no_longer(offer, waiter):
    book_slot(offer=offer, client=waiter.person, starts_at=TUESDAY_AT_TEN, now=START)
    assert wishes() == 0


def test_a_wish_ends_after_thirty_days_and_with_the_last_role(clock, offer, waiter):
    make_booking(offer, make_person(), TUESDAY_AT_TEN)
    gone = waiting(offer)
    db.session.query(RoleGrant).filter_by(person_id=gone.person_id).delete()
    run_waiting()
    assert wishes() == 1
    clock.instant = START + 30 * DAY
    run_waiting()
    assert wishes() == 0


def test_asking_again_is_one_wish(offer, waiter):
    ask_to_be_told(person=waiter.person, offers=[offer], earlier_than=None, now=START + DAY)
    assert db.session.scalars(select(FreeTimeWish)).one().created_at == START + DAY


def test_an_offer_that_is_closed_is_not_told(offer, waiter):
    offer.active = False
    assert told() == []


def test_wishes_are_handed_out_and_forgotten(coach, offer, waiter):
    [wish] = export_of(waiter.person_id)["waiting"]
    assert wish["offer"] == offer.title.de
    waiting(offer)
    erase(waiter.person_id)
    assert (export_of(waiter.person_id)["waiting"], wishes()) == ([], 1)
    erase(coach.person_id)
    assert wishes() == 0


def test_the_page_of_an_offer_takes_the_wish_and_ends_it(personas, offer):
    ada = personas.client(personas.owner)
    page = f"/coaching/{offer.public_id}"
    assert "Sagen, wenn etwas früher frei wird" in ada.get(page).text
    assert ada.post(f"{page}/waiting").location == page
    assert db.session.scalars(select(FreeTimeWish)).one().earlier_than == TUESDAY_AT_TEN
    assert "längstens bis Mittwoch, 23. Dezember 2026" in ada.get(page).text
    assert ada.post(f"{page}/waiting/end").location == page
    assert wishes() == 0


def test_the_finder_waits_for_all_that_fit(personas, offer):
    ada = personas.client(personas.owner)
    fitting = make_offer()
    make_offer(crisis=True)
    ada.post("/coaching/find/waiting?day_time=evening")
    found = db.session.scalars(select(FreeTimeWish)).all()
    assert {wish.offer_id for wish in found} == {offer.id, fitting.id}
    assert {(wish.earlier_than, wish.day_time) for wish in found} == {(None, "evening")}
    page = ada.get("/coaching/find?day_time=evening").text
    assert "Wir sagen Ihnen Bescheid" in page
    ada.post("/coaching/find/waiting/end?day_time=evening")
    assert wishes() == 0


@on_sqlite_only
def test_what_somebody_waits_for_stands_on_the_first_page_and_ends_there(personas, clock, offer):
    """One question is one entry, and nobody ends those of others."""
    ada, bela = personas.client(personas.owner), personas.client(personas.colleague)
    other = make_offer()
    ada.post(f"/coaching/{make_offer(crisis=True).public_id}/waiting")
    clock.instant = START + HOUR
    ada.post("/coaching/find/waiting?day_time=evening")
    page = ada.get("/coaching").text.split("Worauf Sie warten")[1]
    assert page.count("längstens bis Mittwoch, 23. Dezember 2026") == 2
    assert "2 Coaches kommen infrage" in page
    assert "ab 17 Uhr" in page
    [wish, _second] = db.session.scalars(
        select(FreeTimeWish.id).where(FreeTimeWish.offer_id.in_([offer.id, other.id]))
    )
    assert "Worauf Sie warten" not in bela.get("/coaching").text
    bela.post("/coaching/waiting/end", data={"wish": wish})
    assert wishes() == 3
    for _ in range(2):
        assert ada.post("/coaching/waiting/end", data={"wish": wish}).location == "/coaching"
        assert wishes() == 1
    ada.post("/coaching/waiting/end", data={"wish": "x"})
    assert wishes() == 1
