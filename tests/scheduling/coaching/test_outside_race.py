"""Somebody books at the moment at which a calendar outside says that one of them is busy.

Either the booking is refused, or whose calendar it is learns of the clash; never neither.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.outbox import OutboxMessage
from organisations.models import Person
from scheduling.busy_calendars.events import BusyTimesChanged
from scheduling.busy_calendars.models import BusyCalendar
from scheduling.coaching.clash_models import ToldClash
from scheduling.coaching.holding import hold_slot
from scheduling.coaching.models import Booking, CoachingOffer
from scheduling.coaching.services import book_slot, confirm_booking
from scheduling.models import Event
from scheduling.services import lock_people
from tests.house.clock import START
from tests.organisations.factories import make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import make_coach, make_offer, make_working_time
from tests.scheduling.coaching.test_race import PATIENCE, ROUNDS
from tests.scheduling.factories import add_busy_times, make_busy_calendar

pytestmark = pytest.mark.no_cover

HOUR = timedelta(hours=1)
STARTS = [TUESDAY_AT_TEN + timedelta(weeks=number) for number in range(2 * ROUNDS)]


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def book(client_id: int, starts_at: datetime) -> None:
    offer = db.session.scalars(select(CoachingOffer)).one()
    client = db.session.get_one(Person, client_id)
    book_slot(offer=offer, client=client, starts_at=starts_at, now=START)


def confirm(client_id: int, starts_at: datetime) -> None:
    held = select(Booking).join(Booking.event).where(Event.starts_at == starts_at)
    confirm_booking(booking=db.session.scalars(held).one(), now=START)


def read_anew(person_id: int, starts_at: datetime) -> None:
    """What a refresh writes: intervals, under the lock of whose calendar it is."""
    person = db.session.get_one(Person, person_id)
    lock_people([person])
    calendar = db.session.scalars(
        select(BusyCalendar).where(BusyCalendar.person_id == person_id)
    ).one()
    add_busy_times(calendar, (starts_at + HOUR / 2, starts_at + 2 * HOUR))
    publish(BusyTimesChanged(person_id, START))


def at_once(app: Flask, *works) -> list[bool]:
    """Whether each of `works` was done and not refused, all begun at the same moment."""
    barrier = Barrier(len(works))

    def do(work) -> bool:
        with app.app_context():
            barrier.wait(PATIENCE)
            try:
                work()
                db.session.commit()
            except DomainError:
                db.session.rollback()
                return False
            return True

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(do, works))


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("busy", ["coach", "client"])
def test_what_is_booked_at_the_same_moment_is_refused_or_told(committing_app, busy, held):
    with committing_app.app_context():
        coach = make_coach()
        make_working_time(coach.person)
        offer = make_offer(coach.person, horizon_days=7 * len(STARTS) + 7)
        accounts = {start: make_account() for start in STARTS}
        owners = {start: coach if busy == "coach" else accounts[start] for start in STARTS}
        for owner in set(owners.values()):
            make_busy_calendar(owner.person)
        if held:
            for start, account in accounts.items():
                hold_slot(offer=offer, client=account.person, starts_at=start, now=START)
        clients = {start: account.person.id for start, account in accounts.items()}
        people = {start: owner.person.id for start, owner in owners.items()}
        emails = {start: owner.email for start, owner in owners.items()}
        db.session.commit()
    take = confirm if held else book
    booked = set()
    for start in STARTS:
        taken, read = at_once(
            committing_app,
            lambda start=start: take(clients[start], start),
            lambda start=start: read_anew(people[start], start),
        )
        assert read
        booked |= {start} if taken else set()
    with committing_app.app_context():
        told = db.session.execute(
            select(Event.starts_at, ToldClash.person_id)
            .select_from(ToldClash)
            .join(Booking, Booking.id == ToldClash.booking_id)
            .join(Booking.event)
        )
        assert dict(map(tuple, told)) == {start: people[start] for start in booked}
        mails = db.session.scalars(select(OutboxMessage))
        words = "passt etwas nicht zusammen"
        assert Counter(one.recipient for one in mails if words in one.body) == Counter(
            emails[start] for start in booked
        )
