"""Self-assessments that nobody deletes go after a while, for good, and their owner knows before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import retention
from app.kernel.db import db
from app.kernel.retention import Deletion, RetentionPeriod, delete_due
from app.kernel.vault import current_vault
from assessments.administrations import services
from assessments.administrations.models import Administration
from assessments.administrations.queries import list_drafts, list_taken
from assessments.administrations.retention import delete_records_before
from assessments.instruments.shelf import resilience_check
from tests.house.clock import START

FIVE_YEARS, SIX_MONTHS = timedelta(days=5 * 365 + 2), timedelta(days=184)


@pytest.fixture
def person(personas):
    return personas.owner.person


def begin(person, now=START):
    instrument = resilience_check()
    services.begin_assessment(person=person, instrument=instrument, actor=person, now=now)
    return instrument


def take(person, now=START):
    instrument = begin(person, now)
    services.keep_answers(
        person=person,
        instrument_key=instrument.key,
        answers={instrument.items[0].key: 4},
        actor=person,
    )
    services.finish_assessment(person=person, instrument=instrument, note="", actor=person, now=now)


def test_finished_ones_go_after_years_with_their_keys_and_leave_the_rest(person):
    take(person)
    take(person, START + timedelta(days=30))
    db.session.commit()
    [old] = db.session.scalars(
        select(Administration).where(Administration.week == services.week_of(START))
    )
    subject = old.vault_subject
    assert delete_due(START + FIVE_YEARS - timedelta(days=10)) == 0
    assert delete_due(START + FIVE_YEARS) == 1
    assert subject in current_vault().list_erasures()
    assert len(list_taken(person)) == 1
    assert [row.kind for row in db.session.scalars(select(Deletion))] == ["assessments"]


def test_drafts_go_much_earlier(person):
    take(person)
    begin(person)
    db.session.commit()
    assert delete_due(START + SIX_MONTHS) == 1
    assert list_drafts(person) == []
    assert len(list_taken(person)) == 1
    assert begin(person, START + SIX_MONTHS), "one can begin anew"


def test_a_few_at_a_time(person):
    for week in range(3):
        take(person, START + timedelta(weeks=week))
    later = services.week_of(START + timedelta(weeks=10))
    assert delete_records_before(week=later, finished=False, most=2) == 0
    assert delete_records_before(week=later, finished=True, most=2) == 2
    assert delete_records_before(week=later, finished=True, most=2) == 1


def test_the_owner_reads_how_long_and_is_told_before(person, personas, clock):
    take(person)
    db.session.commit()
    client = personas.client(personas.owner)
    page = client.get("/assessments").text
    assert "höchstens 5 Jahre" in page
    assert "Bald werden Selbsteinschätzungen gelöscht" not in page
    db.session.add(RetentionPeriod(kind="assessments", amount=24))
    db.session.commit()
    retention.forget_read_periods()
    clock.instant = START + timedelta(days=2 * 365 - 80)
    page = personas.client(personas.owner).get("/assessments").text
    assert "höchstens 2 Jahre" in page
    assert "Bald werden Selbsteinschätzungen gelöscht" in page
