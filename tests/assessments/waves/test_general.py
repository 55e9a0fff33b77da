"""The office asks everybody alike, gives it up, and raises how many a figure is of."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from app.kernel.audit import AuditEntry
from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Benefit, Role
from assessments.instruments.shelf import resilience_check
from assessments.waves import general, jobs, queries
from assessments.waves.models import GroupSize, WaveState
from assessments.waves.rules import current_k
from assessments.waves.services import WaveClosed
from organisations.entitlements.services import include_benefit
from organisations.models import Membership
from tests.assessments.waves.factories import (
    CLOSES_ON,
    TITLE,
    freeze,
    give_all,
    make_people,
    make_wave,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_municipality

pytestmark = in_turn


@pytest.fixture
def home(app):
    return make_municipality()


@pytest.fixture
def office(app):
    return make_account(Role.PROGRAMME_OFFICE, function=None).person


@pytest.fixture
def accounts(home):
    return [make_account(municipality=home) for _ in range(8)]


def open_wave(office, **given):
    values = {
        "instrument": resilience_check(),
        "title": TITLE,
        "municipality": None,
        "closes_on": CLOSES_ON,
        "follows": None,
        "actor": office,
        "now": START,
    }
    return general.open_general_wave(**(values | given))


def acts():
    return db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()


def raise_to(k, office):
    general.raise_group_size(k=k, actor=office, now=START)


def test_everybody_who_may_assess_themselves_is_asked(office, accounts, home):
    elsewhere = make_account(municipality=make_municipality())
    make_account(Role.TRAINER, function=None)
    without = make_municipality(membership=Membership.PLATFORM)
    make_account(municipality=without)
    include_benefit(
        membership=Membership.PLATFORM,
        benefit=Benefit.SELF_ASSESSMENT,
        included=False,
        actor=office,
        now=START,
    )
    wave = open_wave(office)
    asked = {person.id for person in queries.list_members(wave)}
    assert asked == {account.person_id for account in [*accounts, elsewhere]}
    at_home = open_wave(office, municipality=home)
    assert queries.count_asked(at_home) == 8
    assert acts()[-2:] == ["wave.opened", "wave.opened"]


def test_a_wave_of_too_few_people_does_not_begin(office, accounts):
    small = make_municipality()
    make_account(municipality=small)
    with pytest.raises(general.TooFewPeople, match="weniger als 7"):
        open_wave(office, municipality=small)
    raise_to(10, office)
    with pytest.raises(general.TooFewPeople, match="weniger als 10"):
        open_wave(office)


def test_a_wave_follows_one_of_the_same_questionnaire_that_nothing_follows_yet(office, accounts):
    first = open_wave(office)
    give_all(first, [account.person for account in accounts])
    freeze(first)
    assert queries.list_to_follow() == [first]
    assert open_wave(office, follows=first).follows is first
    assert queries.list_to_follow() == []
    with pytest.raises(DomainError, match="folgt schon eine andere"):
        open_wave(office, follows=first)
    other = make_wave(make_people(1, municipality=None))
    other.instrument_key = "another"
    with pytest.raises(general.NotComparable):
        open_wave(office, follows=other)


def test_all_are_told_alike_twice_and_whoever_has_answered_too(office, accounts, clock):
    wave = open_wave(office)
    db.session.commit()
    assert jobs.ask(clock.now()) == 8
    assert jobs.ask(clock.now()) == 0
    give_all(wave, [account.person for account in accounts[:5]])
    db.session.commit()
    clock.advance(days=21 - general.REMINDED_BEFORE.days - 1)
    assert jobs.ask(clock.now()) == 0
    clock.advance(days=1)
    assert jobs.ask(clock.now()) == 8
    assert jobs.ask(clock.now()) == 0
    mails = db.session.scalars(select(OutboxMessage)).all()
    assert sorted(mail.recipient for mail in mails) == sorted(
        account.email for account in accounts * 2
    )
    assert {mail.subject for mail in mails} == {"Nachricht aus KommA"}
    assert not any(wave.label in mail.body or TITLE.de in mail.body for mail in mails)
    bodies = [mail.body.split("\n", 1)[1] for mail in mails]
    assert len(set(bodies)) == 2, "nobody's mail differs from another's"


def test_nobody_is_reminded_after_the_last_day_or_of_a_wave_given_up(office, accounts, clock):
    late, off = open_wave(office), open_wave(office)
    late.invited = off.invited = True
    general.withdraw_general_wave(wave=off, actor=office, now=START)
    db.session.commit()
    clock.advance(days=30)
    assert jobs.ask(clock.now()) == 0


def test_giving_up_is_recorded_and_only_the_offices_own_can_be_given_up(office, accounts):
    wave = open_wave(office)
    general.withdraw_general_wave(wave=wave, actor=office, now=START)
    assert wave.state == WaveState.WITHDRAWN
    assert acts()[-1] == "wave.withdrawn"
    with pytest.raises(WaveClosed):
        general.withdraw_general_wave(wave=wave, actor=office, now=START)
    of_a_course = make_wave([accounts[0].person])
    with pytest.raises(WaveClosed):
        general.withdraw_general_wave(wave=of_a_course, actor=office, now=START)
    assert of_a_course.is_open


def test_k_is_seven_and_can_only_be_raised(office, accounts):
    assert current_k() == 7
    before = open_wave(office)
    raise_to(8, office)
    assert (current_k(), open_wave(office).k, before.k) == (8, 8, 7)
    for k in (8, 7, 5, 31):
        with pytest.raises(general.NotRaised, match="von 9 bis 30"):
            raise_to(k, office)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert current_k() == 8
    raise_to(30, office)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.details) == ("group_size.raised", {"before": 8, "after": 30})


def test_the_database_never_lowers_k(office):
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(text("INSERT INTO assessment_group_size VALUES (6, 1, 'x')"))
    raise_to(10, office)
    for statement in (
        update(GroupSize).values(k=9),
        update(GroupSize).values(k=31),
        delete(GroupSize),
        text("INSERT INTO assessment_group_size VALUES (12, 2, 'y')"),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(statement)
    db.session.expire_all()
    assert current_k() == 10
