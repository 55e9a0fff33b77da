"""Several workers that sweep at the same moment tell everybody once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.outbox import OutboxMessage
from scheduling.coaching.jobs import send_reminders, tell_who_waits
from scheduling.coaching.waiting import ask_to_be_told
from tests.house.clock import START
from tests.organisations.factories import make_account
from tests.scheduling.coaching.conftest import TUESDAY_AT_TEN
from tests.scheduling.coaching.factories import (
    make_booking,
    make_coach,
    make_offer,
    make_working_time,
)

WORKERS = 4
PEOPLE = 6
HOUR = timedelta(hours=1)
AT = TUESDAY_AT_TEN + timedelta(days=7)


def make_people(offer, *, wait):
    """All wait for the offer, or all have an appointment of it; their addresses."""
    accounts = [make_account() for _ in range(PEOPLE)]
    for number, account in enumerate(accounts):
        if wait:
            ask_to_be_told(person=account.person, offers=[offer], earlier_than=None, now=START)
        else:
            make_booking(offer, account.person, AT + number * HOUR)
    return [account.email for account in accounts]


@pytest.mark.parametrize(
    ("sweep", "wait", "words"),
    [(tell_who_waits, True, "wenn etwas frei wird"), (send_reminders, False, "erinnern Sie an")],
)
def test_everybody_is_told_once(committing_app: Flask, sweep, wait, words):
    with committing_app.app_context():
        coach = make_coach().person
        make_working_time(coach)
        emails = make_people(make_offer(coach), wait=wait)
        db.session.commit()
    barrier = Barrier(WORKERS)

    def work(_number: int) -> int:
        with committing_app.app_context():
            barrier.wait(60)
            return sweep(AT - HOUR)

    with ThreadPoolExecutor(WORKERS) as pool:
        assert sum(pool.map(work, range(WORKERS))) == PEOPLE
    with committing_app.app_context():
        mails = db.session.scalars(select(OutboxMessage))
        told = Counter(mail.recipient for mail in mails if words in mail.body)
    assert told == Counter(emails)
