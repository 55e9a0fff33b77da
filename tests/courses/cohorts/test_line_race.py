"""A line in which everybody moves at once: real servers, real clients, one seat more or less.

People enrol, join the line, accept, decline, leave and withdraw, the office changes how many seats
there are, and offers lapse meanwhile. Whatever comes first, the books agree afterwards. `make test`
plays a few rounds with a few people, `make races` twenty with fifty.
"""

import os
from collections import Counter
from functools import partial
from itertools import cycle

import pytest
from sqlalchemy import select, update

from app.kernel import clock
from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.cohorts.entry.checking import may_still_come
from courses.cohorts.models import (
    HOLDING_A_SEAT,
    WAITING,
    Cohort,
    Enrolment,
    EnrolmentStatus,
)
from courses.cohorts.seats.jobs import SEATS_JOB
from courses.cohorts.seats.line import Decision
from courses.cohorts.seats.queries import read_books
from organisations.accounts.queries import find_email_of
from organisations.models import Function
from scheduling.models import Occupancy
from tests.courses.cohorts.test_last_seat import (  # noqa: F401 - fixtures
    Browser,
    address,
    all_at_once,
    patient_database,
    save,
)
from tests.courses.factories import make_cohort
from tests.organisations.factories import make_account

ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))
CLIENTS = 50 if "RACE_ROUNDS" in os.environ else 6
#: So many rounds are played in one cohort; then others begin anew, before anybody loses patience.
AT_A_TIME = 4

#: What each client does in turn, round after round.
MOVES = (
    "enrol",
    "waiting-list",
    "offer/accept",
    "withdraw",
    "waiting-list",
    "offer/decline",
    "enrol",
    "waiting-list/leave",
)


def found(public_id):
    return db.session.scalars(select(Cohort).where(Cohort.public_id == public_id)).one()


def enrolments_of(cohort):
    return db.session.scalars(
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id)
        .execution_options(populate_existing=True)
    ).all()


def check_books(app, public_id):
    """What must be true of the cohort whatever happened."""
    with app.app_context():
        cohort = found(public_id)
        books, enrolments = read_books(cohort, clock.now()), enrolments_of(cohort)
        held = [one.seat_number for one in enrolments if one.seat_number is not None]
        assert len(held) == len(set(held)), "no seat twice"
        assert set(held) <= {seat.number for seat in books.seats}
        assert all(
            (one.seat_number is not None) == (one.status in HOLDING_A_SEAT) for one in enrolments
        )
        assert books.decision() == Decision(), "nobody waits while a seat is free for them"
        assert list(books.line) == sorted(books.line, key=lambda one: (one.queued_at, one.id))
        assert all(one.queued_at for one in enrolments if one.status in WAITING)
        assert all(may_still_come(one.person, cohort) for one in books.line)
        (event,) = [session.event_id for session in cohort.sessions]
        busy = db.session.scalars(
            select(Occupancy.person_id).where(Occupancy.event_id == event)
        ).all()
        attends = [one.person_id for one in enrolments if one.takes_part]
        assert sorted(busy) == sorted(attends), "calendars hold what is certain, and only that"


def check_told_once(app):
    """Everybody was told of every seat that they were offered or got, once each."""
    told, given = Counter(), Counter()
    with app.app_context():
        for mail in db.session.scalars(select(OutboxMessage)):
            if "Sie haben einen Platz" in mail.body or "Wir halten ihn für Sie" in mail.body:
                told[mail.recipient] += 1
        acts = ("enrolment.confirmed", "enrolment.offered")
        rows = db.session.execute(
            select(Enrolment)
            .join(AuditEntry, AuditEntry.object_public_id == Enrolment.public_id)
            .where(AuditEntry.action.in_(acts))
        ).scalars()
        for enrolment in rows:
            given[find_email_of(enrolment.person)] += 1
    assert told == given


@pytest.fixture
def crowd(committing_app, address, save):  # noqa: F811
    """An office's browser, and those of people who all want the same seat."""
    office = Browser(address, save(make_account, Role.PROGRAMME_OFFICE, function=None))
    people = [Browser(address, save(make_account, function=Function.STAFF)) for _ in range(CLIENTS)]
    return office, people


def lapse_some(app, public_id):
    """Have an offer's time be up, and the job come by beside everybody else."""
    with app.app_context():
        offered = Enrolment.status == EnrolmentStatus.OFFERED
        ends_now = update(Enrolment).where(Enrolment.cohort_id == found(public_id).id, offered)
        db.session.execute(ends_now.values(offer_until=clock.now()))
        db.session.commit()
        run_job(SEATS_JOB)
    return 303, ""


@pytest.mark.parametrize("_part", range(-(-ROUNDS // AT_A_TIME)))
def test_whatever_people_do_at_once_the_books_agree(committing_app, crowd, save, _part):  # noqa: F811
    office, people = crowd
    cohort = save(make_cohort, capacity=1)
    sizes = cycle(("2", "1", "3", "1"))
    for number in range(min(ROUNDS, AT_A_TIME)):
        acts = [
            partial(browser.post, f"/cohorts/{cohort}/{MOVES[(place + number) % len(MOVES)]}")
            for place, browser in enumerate(people)
        ]
        acts.append(partial(office.post, f"/manage/cohorts/{cohort}/capacity", seats=next(sizes)))
        acts.append(partial(lapse_some, committing_app, cohort))
        answers = all_at_once(acts)
        assert {status for status, _page in answers} <= {303, 422}, answers
        with committing_app.app_context():
            run_job(SEATS_JOB)
        check_books(committing_app, cohort)
    check_told_once(committing_app)


def test_the_last_seat_goes_to_one_and_the_line_to_all_others(committing_app, crowd, save):  # noqa: F811
    _office, people = crowd
    for _ in range(max(1, ROUNDS // 3)):
        cohort = save(make_cohort, capacity=1)
        answers = all_at_once(
            [
                partial(browser.post, f"/cohorts/{cohort}/waiting-list", take_at_once="y")
                for browser in people
            ]
        )
        assert Counter(status for status, _page in answers) == {303: len(people)}
        with committing_app.app_context():
            states = Counter(one.status for one in enrolments_of(found(cohort)))
        assert states == {"enrolled": 1, "waitlisted": len(people) - 1}
        check_books(committing_app, cohort)
    check_told_once(committing_app)
