"""Everybody has a binder, and none of them looks different from another."""

import pytest

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.vault import current_vault
from assessments.administrations import jobs, queries, services
from assessments.administrations.binder import (
    Binder,
    Entry,
    Given,
    Layout,
    read_binder,
    write_binder,
)
from assessments.administrations.forms import LONGEST_NOTE
from assessments.administrations.models import Administration, AssessmentBinder
from assessments.administrations.sealed import seal_binder
from organisations.models import Person
from tests.assessments.administrations.factories import begin, finish, kept_binder
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.house.queries import recorded_queries

pytestmark = in_turn


@pytest.fixture
def person(personas):
    return personas.owner.person


def test_everybody_gets_one_and_keeps_what_is_theirs(personas, person, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 2)
    address = finish(person).address
    current_vault().erase(personas.foreigner.person.vault_subject, now=START)
    db.session.commit()
    everybody = db.session.query(Person).count()
    assert run_job(jobs.GIVING_JOB) == everybody - 2, "all but one who has one, and who was erased"
    assert run_job(jobs.GIVING_JOB) == 0
    assert [each.address for each in queries.list_taken(person)] == [address]
    assert queries.find_binder(personas.colleague.person).entries == ()
    assert len({len(each.sealed) for each in db.session.query(AssessmentBinder)}) == 1


def test_each_has_a_secret_of_its_own(personas):
    db.session.commit()
    run_job(jobs.GIVING_JOB)
    accounts = (personas.owner, personas.colleague)
    tickets = {queries.find_binder(each.person).ticket("wave") for each in accounts}
    assert len(tickets) == 2


def test_every_night_all_of_them_are_others_and_say_the_same(personas, person, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 2)
    finish(person)
    services.choose_layout(person=person, layout=Layout.ALL, actor=person)
    db.session.commit()
    run_job(jobs.GIVING_JOB)
    lost = personas.colleague.person
    current_vault().erase(lost.vault_subject, now=START)

    def kept():
        return {each.person_id: each.sealed for each in db.session.query(AssessmentBinder)}

    before, binder = kept(), queries.find_binder(person)
    assert run_job(jobs.RENEWING_JOB) == len(before) - 1
    db.session.expire_all()
    after = kept()
    assert {key for key in before if before[key] == after[key]} == {lost.id}
    assert queries.find_binder(person) == binder
    assert run_job(jobs.RENEWING_JOB) == 0, "not before the next night"


def test_both_jobs_ask_by_the_batch(personas):
    db.session.commit()
    with recorded_queries() as statements:
        jobs.give_binders(START)
    made_keys = [each for each in statements if "vault_keys" in each or "vault_erasures" in each]
    assert len(statements) - len(made_keys) <= 4
    with recorded_queries() as statements:
        jobs.renew_binders(START)
    assert len(statements) <= 7


def test_a_full_binder_is_as_long_as_an_empty_one(person):
    full = Binder()
    for number in range(50):
        given = Given(f"{number:016}", ("t" * 16, "m" * 16, "political_leadership"))
        full = full.with_entry(Entry(f"{number:016}", f"{number:022}", given))
    sealed = [seal_binder(person.vault_subject, binder) for binder in (Binder(), full)]
    assert len({len(each) for each in sealed}) == 1


def test_a_draft_is_as_long_as_what_is_finished_with_a_long_note(personas, person):
    begin(personas.colleague.person)
    finish(person, note=("Mühe, " * LONGEST_NOTE)[:LONGEST_NOTE])
    finish(person)
    assert len({len(each.sealed) for each in db.session.query(Administration)}) == 1


def test_a_binder_is_read_as_it_was_written():
    given = Given("w", ("team", "none", "staff"))
    binder = Binder((Entry("a", "p", given), Entry("b", "q")), Layout.ALL)
    assert read_binder(write_binder(binder)) == binder
    assert binder.without({"a"}).entries == (Entry("b", "q"),)
    assert binder.secret not in repr(binder)


def test_choosing_a_layout_changes_nothing_that_can_be_seen(person):
    db.session.commit()
    run_job(jobs.GIVING_JOB)
    before = kept_binder(person)
    services.choose_layout(person=person, layout=Layout.ALL, actor=person)
    assert queries.get_layout(person) is Layout.ALL
    assert len(kept_binder(person)) == len(before)
