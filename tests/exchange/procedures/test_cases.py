"""Cases: for named handlers alone, sealed, ticked with who and when, closed once, gone in time."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit import AuditEntry
from app.kernel.bus import publish
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from app.kernel.vault import SubjectsErased, current_vault
from app.pages.retention.services import set_period
from exchange.procedures.cases import handing_over, jobs, queries, services
from exchange.procedures.cases.errors import CaseClosed, ChangedMeanwhile, LastHandler, NotInForce
from exchange.procedures.cases.models import Act, Case, CaseHandler, CaseNote
from exchange.procedures.cases.personal_data import erase_cases, export_cases
from exchange.procedures.cases.retention import KEPT_CASES, goes_on, months_to_choose
from exchange.procedures.figures.models import CountedCase
from exchange.procedures.figures.outcomes import Outcome
from exchange.procedures.writing.services import set_aside
from organisations.accounts.models import RoleGrant
from organisations.people.events import MunicipalityChanged
from organisations.roles.services import end_role
from tests.exchange.procedures.factories import DESCRIPTION, make_case, make_version
from tests.house.clock import START

HOUR = timedelta(hours=1)


@pytest.fixture
def owner(personas):
    return personas.owner.person


@pytest.fixture
def colleague(personas):
    return personas.colleague.person


@pytest.fixture
def version(personas):
    return make_version(personas.coordinator.person)


@pytest.fixture
def case(version, owner):
    return make_case(version, owner)


def tick_all(case, step, actor, now=START):
    for item in range(1, case.version.steps[step - 1].items + 1):
        services.tick_item(case=case, step=step, item=item, actor=actor, now=now)


def test_nobody_but_handlers_learns_that_it_exists(case, owner, personas):
    assert queries.get_case_for(owner, case.public_id) == case
    for account in (personas.colleague, personas.coordinator, personas.foreigner):
        with pytest.raises(NotFound):
            queries.get_case_for(account.person, case.public_id)
        with pytest.raises(NotFound):
            services.add_note(case=case, text="x", actor=account.person, now=START)
        assert queries.list_lines(account.person, START, exercises=False) == []


def test_the_trail_that_the_office_reads_says_nothing_of_it(case, owner, colleague):
    before = db.session.query(AuditEntry).count()
    handing_over.name_handler(case=case, person=colleague, actor=owner, now=START)
    services.tick_item(case=case, step=1, item=1, actor=owner, now=START)
    services.close_case(case=case, outcome=Outcome.RESOLVED, actor=owner, now=START)
    assert db.session.query(AuditEntry).count() == before
    assert [act.act for act in queries.list_acts(case)] == [
        Act.CLOSED,
        Act.TICKED,
        Act.NAMED,
        Act.STARTED,
    ]


def test_what_happened_and_what_is_noted_is_sealed(case, owner):
    note = services.add_note(case=case, text="Sie will nach Hause", actor=owner, now=START)
    assert queries.read_description(case) == DESCRIPTION
    assert [read.text for read in queries.read_notes(case)] == ["Sie will nach Hause"]
    for sealed, secret in ((case.sealed, DESCRIPTION), (note.sealed, "Hause")):
        assert secret.encode() not in sealed


def test_a_case_begins_only_by_what_holds_at_home(version, owner, personas):
    with pytest.raises(NotFound):
        make_case(version, personas.foreigner.person)
    with pytest.raises(NotFound):
        make_case(version, owner, others=[personas.foreigner.person])
    set_aside(procedure=version.procedure, actor=personas.coordinator.person, now=START)
    with pytest.raises(NotInForce):
        make_case(version, owner)


def test_an_item_is_ticked_by_the_first_and_a_step_is_done_with_its_last(case, owner, colleague):
    handing_over.name_handler(case=case, person=colleague, actor=owner, now=START)
    assert services.tick_item(case=case, step=1, item=1, actor=owner, now=START)
    assert not services.tick_item(case=case, step=1, item=1, actor=colleague, now=START + HOUR)
    assert queries.list_ticks(case)[1, 1].person_public_id == owner.public_id
    assert queries.list_steps(case)[1].done_at is None
    services.tick_item(case=case, step=1, item=2, actor=colleague, now=START + HOUR)
    assert queries.list_steps(case)[1].done_at == START + HOUR
    services.untick_item(case=case, step=1, item=2, actor=colleague, now=START + HOUR)
    assert queries.list_steps(case)[1].done_at is None


def test_the_deadline_of_what_follows_runs_from_when_the_step_before_is_done(case, owner):
    assert queries.list_steps(case)[3].due_at is None
    done = START + timedelta(days=1)
    tick_all(case, 2, owner, done)
    due = queries.list_steps(case)[3].due_at
    assert due.date() == date(2026, 12, 1)
    services.untick_item(case=case, step=2, item=1, actor=owner, now=done)
    assert queries.list_steps(case)[3].due_at is None


@pytest.mark.parametrize(("step", "item"), [(0, 1), (4, 1), (1, 0), (1, 3), (2, 2), (2**70, 1)])
def test_there_is_nothing_to_tick_beside_the_checklist(case, owner, step, item):
    for command in (services.tick_item, services.untick_item):
        with pytest.raises(NotFound):
            command(case=case, step=step, item=item, actor=owner, now=START)


def test_a_description_is_not_overwritten_unseen(case, owner):
    act = {"case": case, "actor": owner, "now": START}
    services.describe_case(description="Neu", revision=1, **act)
    with pytest.raises(ChangedMeanwhile):
        services.describe_case(description="Auch neu", revision=1, **act)
    assert queries.read_description(case) == "Neu"


def test_somebody_always_handles_it(case, owner, colleague):
    act = {"case": case, "actor": owner, "now": START}
    with pytest.raises(LastHandler):
        handing_over.release_handler(person=owner, **act)
    assert queries.list_handlers(case) == [owner]
    handing_over.hand_over(successor=colleague, **act)
    assert queries.list_handlers(case) == [colleague]
    with pytest.raises(NotFound):
        queries.get_case_for(owner, case.public_id)
    [mail] = db.session.scalars(select(OutboxMessage))
    assert mail.subject == "Nachricht aus KommA"


def test_what_is_closed_is_only_read(case, owner):
    services.close_case(case=case, outcome=Outcome.REFERRED, actor=owner, now=START)
    act = {"case": case, "actor": owner, "now": START}
    with pytest.raises(CaseClosed):
        services.close_case(outcome=Outcome.RESOLVED, **act)
    with pytest.raises(CaseClosed):
        services.tick_item(step=1, item=1, **act)
    with pytest.raises(CaseClosed):
        services.add_note(text="x", **act)
    assert case.outcome == Outcome.REFERRED


def test_handlers_are_reminded_once_when_a_deadline_is_near_and_once_when_it_is_over(
    case, owner, clock
):
    db.session.commit()

    def sent_at(**after):
        clock.instant = START + timedelta(**after)
        run_job(jobs.REMINDING_JOB)
        run_job(jobs.REMINDING_JOB)
        return db.session.query(OutboxMessage).count()

    assert sent_at(hours=1) == 0
    assert sent_at(hours=2) == 1, "two hours are over"
    assert sent_at(days=2, hours=12) == 1
    assert sent_at(days=2, hours=15) == 2, "a day before the end of the third day"
    assert sent_at(days=4) == 3
    assert sent_at(days=9) == 3
    for mail in db.session.scalars(select(OutboxMessage)):
        assert mail.subject == "Nachricht aus KommA"
        assert "Drohung" not in mail.body


def test_what_is_done_or_closed_reminds_nobody(case, owner, clock):
    tick_all(case, 1, owner)
    services.close_case(case=case, outcome=Outcome.RESOLVED, actor=owner, now=START)
    db.session.commit()
    clock.advance(days=9)
    assert run_job(jobs.REMINDING_JOB) == 0


def test_on_its_day_all_of_it_goes_and_so_does_its_key(case, owner, clock):
    services.add_note(case=case, text="x", actor=owner, now=START)
    services.close_case(case=case, outcome=Outcome.RESOLVED, actor=owner, now=START)
    subject = case.vault_subject
    db.session.commit()
    clock.advance(days=364)
    assert run_job(jobs.DELETING_JOB) == 0
    clock.advance(days=1)
    assert run_job(jobs.DELETING_JOB) == 1
    for model in (Case, CaseHandler, CaseNote):
        assert db.session.query(model).count() == 0
    assert current_vault().find_erased([subject])
    [counted] = db.session.query(CountedCase)
    assert (counted.outcome, counted.days) == (Outcome.RESOLVED, 0), "what is counted stays"


def test_the_rule_of_retention_goes_before_the_day_that_was_chosen(case):
    later = START + timedelta(days=1)
    assert KEPT_CASES.delete(before=START, most=10) == 0
    assert KEPT_CASES.delete(before=later, most=10) == 1
    assert months_to_choose() == [3, 6, 12, 24]


def test_a_rule_that_became_shorter_is_told_on_the_page(case, owner, personas):
    assert goes_on(case) == case.delete_on
    set_period(rule=KEPT_CASES, amount=3, actor=personas.office.person, now=START)
    assert goes_on(case) == date(2027, 2, 23)
    page = personas.client(personas.owner).get(f"/cases/{case.public_id}")
    assert "Dienstag, 23. Februar 2027" in page.text


def test_a_restored_backup_does_not_bring_back_what_was_deleted(case, version, owner):
    other = make_case(version, owner)
    publish(SubjectsErased(frozenset({case.vault_subject})))
    assert [one.id for one in db.session.query(Case)] == [other.id]


def test_a_mistake_counts_nowhere(case, owner):
    services.close_case(case=case, outcome=Outcome.MISTAKE, actor=owner, now=START)
    assert db.session.query(CountedCase).count() == 0


def test_who_leaves_the_municipality_handles_its_cases_no_more(case, owner, colleague, personas):
    handing_over.name_handler(case=case, person=colleague, actor=owner, now=START)
    alone = make_case(case.version, owner)
    owner.municipality = personas.foreigner.person.municipality
    db.session.flush()
    publish(MunicipalityChanged(person=owner, actor=personas.office.person, now=START))
    assert queries.list_handlers(case) == [colleague]
    assert queries.list_handlers(alone) == [owner], "somebody must be"
    with pytest.raises(NotFound):
        queries.get_case_for(owner, alone.public_id)


def test_who_has_no_role_left_handles_nothing(case, owner, colleague, personas):
    handing_over.name_handler(case=case, person=colleague, actor=owner, now=START)
    [grant] = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == owner.id))
    end_role(grant=grant, actor=personas.office.person, now=START)
    assert queries.list_handlers(case) == [colleague]


def test_who_is_erased_is_named_nowhere_and_takes_along_what_nobody_else_can_read(
    case, version, owner, colleague
):
    alone = make_case(version, owner)
    alone_id = alone.id
    handing_over.name_handler(case=case, person=colleague, actor=owner, now=START)
    services.tick_item(case=case, step=1, item=1, actor=owner, now=START)
    services.add_note(case=case, text="von mir", actor=owner, now=START)
    [_first, exported] = sorted(export_cases(owner.id), key=lambda one: len(one["notes"]))
    assert [note["text"] for note in exported["notes"]] == ["von mir"]
    erase_cases(owner.id)
    db.session.commit()
    assert db.session.get(Case, alone_id) is None
    assert case.handler_count == 1
    assert queries.list_handlers(case) == [colleague]
    ids = {act.actor_public_id for act in queries.list_acts(case)}
    ids |= {tick.person_public_id for tick in queries.list_ticks(case).values()}
    ids |= {read.note.author_public_id for read in queries.read_notes(case)}
    assert ids == {""}


def test_colleagues_are_found_by_their_address_alone_and_only_at_home(personas):
    home = personas.owner.person.municipality
    assert queries.find_colleague(home, personas.colleague.email) == personas.colleague.person
    for account in (personas.foreigner, personas.office):
        assert queries.find_colleague(home, account.email) is None


def test_a_team_leaves_out_who_is_protected(personas, owner, colleague):
    assert set(queries.list_team(owner)) == {owner, colleague}
    colleague.contact_hidden = True
    db.session.flush()
    assert queries.list_team(owner) == [owner]
    assert Role.TRAINEE in personas.owner.roles
