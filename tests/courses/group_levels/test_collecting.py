"""Levels are given and taken back until a collection closes; then they are figures, or nothing."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from app.kernel.vault import KeyErased, SubjectsErased, current_vault
from courses.group_levels import jobs, queries, services
from courses.group_levels.errors import (
    AlreadyGiven,
    CollectionClosed,
    ContributionsChanged,
    NothingToGive,
)
from courses.group_levels.handlers import subjects_erased
from courses.group_levels.models import CollectionState, LevelCollection, LevelContribution
from courses.group_levels.personal_data import erase_given_levels, export_given_levels
from courses.needs.queries import find_completed_analysis
from organisations.accounts.models import RoleGrant
from organisations.models import Function
from tests.courses.group_levels.factories import (
    CLOSES_ON,
    give,
    make_colleagues,
    make_collection,
    make_levels,
)
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import make_account, make_municipality, make_team

pytestmark = in_turn

LEVELS = (0, 1, 2, 3)


@pytest.fixture
def home(app):
    return make_municipality()


@pytest.fixture
def team(home):
    return make_team(municipality=home)


@pytest.fixture
def eight(home, team):
    """Colleagues of one team, each with levels."""
    accounts = make_colleagues(8, municipality=home, team=team)
    make_levels(accounts, LEVELS)
    return accounts


@pytest.fixture
def survey(home):
    return make_collection(municipality=home)


def contribute(collection, account):
    return services.contribute(collection=collection, person=account.person, actor=account.person)


def close_and_freeze(clock, days=30):
    """As the job does, after the last day; it commits, and the keys go with it."""
    db.session.commit()
    clock.advance(days=days)
    done = jobs.freeze_surveys(clock.now())
    jobs.erase_keys(clock.now())
    return done


def rows():
    return db.session.scalar(select(func.count()).select_from(LevelContribution))


def test_seven_answers_make_figures_and_nothing_else_is_left(survey, eight, clock):
    give(survey, eight)
    subject, sealed = survey.vault_subject, contribute(survey, eight[0]).sealed
    assert close_and_freeze(clock) == 1
    assert survey.state == CollectionState.FROZEN
    [figure] = queries.find_figures(survey)
    assert (figure.n_at_least, figure.mean) == (7, 1.5)
    assert rows() == 0
    with pytest.raises(KeyErased):
        current_vault().open(subject, f"levels of {eight[0].person.public_id}", sealed)
    assert survey.key_erased
    assert close_and_freeze(clock) == 0, "once"


def test_six_answers_make_no_figures_and_may_be_given_elsewhere(survey, eight, home, team, clock):
    give(survey, eight[:6])
    close_and_freeze(clock)
    [figure] = queries.find_figures(survey)
    assert (figure.n_at_least, figure.mean) == (None, None)
    contribute(make_collection(municipality=home, team=team), eight[0])


def test_an_analysis_counts_in_one_published_result_only(survey, eight, home, team, clock):
    give(survey, eight)
    other = make_collection(municipality=home, team=team)
    with pytest.raises(AlreadyGiven):
        contribute(other, eight[0])
    close_and_freeze(clock)
    with pytest.raises(AlreadyGiven):
        contribute(other, eight[0])
    make_levels(eight[:1], LEVELS)  # filled in anew, on the same day
    db.session.flush()
    contribute(other, eight[0])


def test_what_is_taken_back_is_gone_and_can_be_given_again(survey, eight):
    contribute(survey, eight[0])
    again = contribute(survey, eight[0])
    assert again is queries.find_contribution(eight[0].person, survey)
    ada = {"person": eight[0].person, "actor": eight[0].person}
    assert services.take_back(collection=survey, **ada)
    assert not services.take_back(collection=survey, **ada)
    assert rows() == 0
    assert not find_completed_analysis(eight[0].person).given
    contribute(survey, eight[0])


def test_who_comes_late_is_refused_and_nothing_is_computed_anew(survey, eight, clock):
    give(survey, eight[:7])
    close_and_freeze(clock)
    before = survey.figures
    with pytest.raises(CollectionClosed):
        contribute(survey, eight[7])
    with pytest.raises(CollectionClosed):
        services.take_back(collection=survey, person=eight[0].person, actor=eight[0].person)
    assert jobs.freeze_surveys(clock.now()) == 0
    assert survey.figures == before


def test_it_stays_open_for_the_whole_of_its_last_day(survey, clock):
    db.session.commit()
    clock.advance(days=(CLOSES_ON - START.date()).days)
    jobs.freeze_surveys(clock.now())
    assert survey.is_open
    clock.advance(days=1)
    jobs.freeze_surveys(clock.now())
    assert not survey.is_open


def test_a_job_that_was_killed_after_closing_goes_on(survey, eight, clock):
    give(survey, eight)
    services.close_collection(collection=survey, now=START)
    db.session.commit()
    assert jobs.freeze_surveys(START) == 1
    assert survey.state == CollectionState.FROZEN
    db.session.commit()
    assert jobs.erase_keys(START) == 1


def test_whoever_is_erased_meanwhile_is_in_no_figures(survey, eight):
    give(survey, eight)
    services.close_collection(collection=survey, now=START)
    contributed = queries.read_contributed(survey)
    figures = queries.compute_figures(survey, contributed)
    erase_given_levels(eight[0].person_id)
    with pytest.raises(ContributionsChanged):
        services.freeze(collection=survey, contributed=contributed, figures=figures)
    assert survey.figures is None


def test_who_has_left_the_group_does_not_count(home, team, eight):
    collection = make_collection(municipality=home, team=team)
    give(collection, eight)
    moved, protected, gone = (account.person for account in eight[:3])
    moved.team = make_team(municipality=home)
    protected.contact_hidden = True
    db.session.execute(RoleGrant.__table__.delete().where(RoleGrant.person_id == gone.id))
    services.close_collection(collection=collection, now=START)
    contributed = queries.read_contributed(collection)
    assert len(contributed.everybody) == 8
    assert contributed.counting.keys() == {account.person_id for account in eight[3:]}
    figures = queries.compute_figures(collection, contributed)
    assert services.freeze(collection=collection, contributed=contributed, figures=figures)
    assert rows() == 0
    assert not any(find_completed_analysis(account.person).given for account in eight)


def test_nobody_learns_the_team_of_somebody_protected(survey, eight):
    give(survey, eight)
    eight[0].person.contact_hidden = True
    db.session.flush()
    contributed = queries.read_contributed(survey)
    assert contributed.counting[eight[0].person_id].keys["team"] == queries.NO_TEAM


def test_only_people_of_the_group_are_asked(survey, home, team, personas):
    of_team = make_collection(municipality=home, team=team)
    [colleague] = make_colleagues(1, municipality=home)
    make_levels([colleague, personas.foreigner], LEVELS)
    with pytest.raises(NotFound):
        contribute(survey, personas.foreigner)
    with pytest.raises(NotFound):
        contribute(of_team, colleague)
    with pytest.raises(NotFound):
        services.contribute(collection=survey, person=colleague.person, actor=personas.owner.person)
    contribute(survey, colleague)


def test_without_a_completed_analysis_there_is_nothing_to_give(survey, home):
    [colleague] = make_colleagues(1, municipality=home)
    with pytest.raises(NothingToGive):
        contribute(survey, colleague)


def test_a_municipality_has_one_survey_at_a_time(home, team, clock):
    make_colleagues(7, municipality=home)
    office = make_account(Role.PROGRAMME_OFFICE, function=None).person
    act = {"municipality": home, "closes_on": CLOSES_ON, "actor": office, "now": START}
    services.open_survey(**act)
    with pytest.raises(DomainError, match="läuft schon eine Umfrage"):
        services.open_survey(**act)
    make_collection(municipality=home, team=team)
    close_and_freeze(clock)
    services.open_survey(**act)


def test_where_fewer_than_seven_take_part_no_survey_begins(home):
    accounts = make_colleagues(6, municipality=home)
    with pytest.raises(services.TooFewPeople):
        services.open_survey(
            municipality=home, closes_on=CLOSES_ON, actor=accounts[0].person, now=START
        )


def test_withdrawing_destroys_what_was_given(home, team, eight):
    collection = make_collection(municipality=home, team=team)
    give(collection, eight)
    assert services.withdraw_collection(collection=collection, now=START)
    assert not services.withdraw_collection(collection=collection, now=START)
    assert rows() == 0
    db.session.commit()
    assert jobs.erase_keys(START) == 1
    assert current_vault().list_erasures().keys() >= {collection.vault_subject}
    contribute(make_collection(municipality=home, team=team), eight[0])


def test_everybody_is_asked_once_and_discreetly(survey, eight, personas):
    db.session.commit()
    assert jobs.invite(START) == 8
    assert jobs.invite(START) == 0
    mails = db.session.scalars(select(OutboxMessage)).all()
    assert {mail.recipient for mail in mails} == {account.email for account in eight}
    assert survey.public_id in mails[0].body


def test_a_person_exports_what_waits_and_erases_it(survey, eight, clock):
    contribute(survey, eight[0])
    [waiting] = export_given_levels(eight[0].person_id)["waiting"]
    assert list(waiting["levels"].values()) == [0]
    erase_given_levels(eight[0].person_id)
    assert export_given_levels(eight[0].person_id)["waiting"] == []
    assert rows() == 0
    give(survey, eight[1:])
    close_and_freeze(clock)
    exported = export_given_levels(eight[1].person_id)
    assert (exported["waiting"], len(exported["counted"])) == ([], 1)


def test_a_restored_backup_brings_nothing_back(survey, eight):
    give(survey, eight)
    subjects_erased(SubjectsErased(frozenset({survey.vault_subject})))
    assert rows() == 0
    assert survey.state == CollectionState.WITHDRAWN


def test_the_database_refuses_figures_without_an_end(survey):
    for changes in ({"figures": {}}, {"k": 4}, {"key_erased": True}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(LevelCollection.__table__.update().values(**changes))


def test_team_and_function_are_told_where_the_groups_are_large_enough(survey, home, team, clock):
    staff = make_colleagues(9, municipality=home, team=team)
    leads = make_colleagues(9, municipality=home, function=Function.EXECUTIVE)
    competency = make_levels([*staff, *leads], LEVELS)
    give(survey, [*staff, *leads])
    close_and_freeze(clock)
    figures = survey.figures[competency.key]
    assert figures["total"]["n_at_least"] == 15
    assert figures["function"].keys() == {"staff", "executive"}
    assert figures["team"].keys() == {team.public_id, queries.NO_TEAM}
