"""Handing a cohort over: who sees it then, whose calendar holds it, and never nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.cohorts.errors import NotItsTrainer
from courses.cohorts.models import Cohort, CohortTrainer
from courses.cohorts.planning.handing_over import hand_over
from courses.cohorts.services import SessionDates, open_cohort
from organisations.models import Person
from scheduling.queries import find_occupancy
from tests.courses.factories import make_cohort, make_course
from tests.house.clock import START
from tests.organisations.factories import make_account

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def make_trainer(**given):
    return make_account(Role.TRAINER, function=None, **given).person


def opened(*trainers, begins=START + DAY):
    """Two sessions on two days."""
    days = (begins, begins + DAY)
    return open_cohort(
        course=make_course(),
        sessions=[SessionDates(day, day + HOUR) for day in days],
        trainers=trainers,
        capacity=4,
        place="",
        zone="Europe/Berlin",
        actor=trainers[0],
        now=START - 9 * DAY,
    )


@pytest.fixture
def toni(personas):
    return personas.trainer.person


@pytest.fixture
def kim(app):
    return make_trainer(given_name="Kim")


def give(cohort, giver, taker, *, stays=False, actor=None, now=START):
    return hand_over(
        cohort=cohort, giver=giver, taker=taker, stays=stays, actor=actor or giver, now=now
    )


def in_calendar(cohort, person):
    return [find_occupancy(session.event, person) is not None for session in cohort.sessions]


def test_the_colleague_takes_over_at_once(toni, kim, personas):
    cohort = opened(toni)
    address = f"/manage/cohorts/{cohort.public_id}"
    client = personas.client(personas.trainer)
    page = client.get(f"{address}/hand-over").text
    assert kim.name in page
    answer = client.post(f"{address}/hand-over", data={"taker": kim.public_id})
    assert (answer.status_code, answer.location) == (303, "/manage/cohorts")
    assert cohort.trainers == [kim]
    assert (in_calendar(cohort, toni), in_calendar(cohort, kim)) == ([False] * 2, [True] * 2)
    assert client.get(address).status_code == 404
    [mail] = db.session.scalars(select(OutboxMessage))
    assert f"{toni.name} hat Ihnen Termine übergeben." in mail.body
    acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor_public_id != ""))
    assert {"cohort.handed_over", "cohort.taken_over"} <= set(acts)


def test_both_lead_it_together(toni, kim):
    cohort = opened(toni)
    give(cohort, toni, kim, stays=True)
    assert set(cohort.trainers) == {toni, kim}
    assert (in_calendar(cohort, toni), in_calendar(cohort, kim)) == ([True] * 2, [True] * 2)


def test_what_is_over_stays_with_who_led_it(toni, kim):
    cohort = opened(toni, begins=START - DAY)
    give(cohort, toni, kim, now=START - 3 * HOUR)
    first, second = cohort.sessions
    assert (first.leaders, second.leaders) == ([toni], [kim])
    assert (in_calendar(cohort, toni), in_calendar(cohort, kim)) == ([True, False], [False, True])


def test_a_session_led_by_one_of_two_goes_to_who_takes_over(toni, kim):
    third = make_trainer()
    cohort = opened(toni, kim)
    mine, other = cohort.sessions
    mine.chosen_trainers, other.chosen_trainers = [toni], [kim]
    give(cohort, toni, third)
    assert (mine.leaders, other.leaders) == ([third], [kim])
    assert set(cohort.trainers) == {kim, third}


def test_one_of_two_leaves_it_to_the_other(toni, kim):
    cohort = opened(toni, kim)
    give(cohort, toni, kim)
    assert cohort.trainers == [kim]
    assert in_calendar(cohort, kim) == [True] * 2


def test_the_office_hands_over_for_somebody_who_is_told(toni, kim, personas):
    cohort = opened(toni)
    client, path = personas.client(personas.office), f"/manage/cohorts/{cohort.public_id}/hand-over"
    assert 'name="giver"' in client.get(path).text
    data = {"giver": toni.public_id, "taker": kim.public_id}
    assert client.post(path, data=data).location == f"/manage/cohorts/{cohort.public_id}"
    assert cohort.trainers == [kim]
    told = {mail.recipient for mail in db.session.scalars(select(OutboxMessage))}
    assert personas.trainer.email in told
    assert len(told) == 2


def test_only_trainers_can_take_over_and_only_who_has_it_can_give(toni, kim, personas):
    cohort = opened(toni)
    for taker in (personas.owner.person, toni):
        with pytest.raises(DomainError) as refusal:
            give(cohort, toni, taker)
        assert refusal.value.field == "taker"
    with pytest.raises(NotFound):
        give(cohort, kim, kim)
    with pytest.raises(NotItsTrainer):
        give(cohort, kim, toni, actor=personas.office.person)
    client, path = (
        personas.client(personas.trainer),
        f"/manage/cohorts/{cohort.public_id}/hand-over",
    )
    for taker in ("", personas.owner.person.public_id, toni.public_id):
        assert client.post(path, data={"taker": taker}).status_code == 422
    assert cohort.trainers == [toni]


ROUNDS, CLIENTS = 3, 6


def test_however_many_hand_over_at_once_somebody_has_it(committing_app):
    """Six hands at once: two trainers each give it to the other or away. One moment has one end."""
    handed = 0
    for _round in range(ROUNDS):
        with committing_app.app_context():
            first, second, *others = [make_trainer().id for _number in range(CLIENTS)]
            cohort = make_cohort(trainers=[db.session.get_one(Person, first)])
            cohort.trainers.append(db.session.get_one(Person, second))
            cohort_id = cohort.id
            db.session.commit()
        wishes = [(first, second), (second, first), *((first, other) for other in others)]
        barrier = Barrier(len(wishes))

        def act(wish, cohort_id=cohort_id, barrier=barrier):
            barrier.wait(60)
            with committing_app.app_context():
                giver, taker = (db.session.get_one(Person, one) for one in wish)
                try:
                    give(db.session.get_one(Cohort, cohort_id), giver, taker)
                    db.session.commit()
                except (NotFound, NotItsTrainer):
                    db.session.rollback()
                    return False
                return True

        with ThreadPoolExecutor(len(wishes)) as pool:
            done = list(pool.map(act, wishes))
        with committing_app.app_context():
            left = set(
                db.session.scalars(
                    select(CohortTrainer.person_id).where(CohortTrainer.cohort_id == cohort_id)
                )
            )
            assert len(left) in {1, 2}, "whoever leaves it to somebody, that one is there"
            assert left != {first, second}, "somebody has given it away"
            count = select(func.count()).select_from(AuditEntry)
            handed += sum(done)
            assert (
                db.session.scalar(count.where(AuditEntry.action == "cohort.handed_over")) == handed
            )
