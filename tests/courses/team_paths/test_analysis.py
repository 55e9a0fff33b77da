"""A lead asks their team, sees nothing while it answers, and closes once; a job makes the plan."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import DomainError
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.group_levels.errors import CollectionClosed
from courses.group_levels.models import CollectionState, LevelContribution
from courses.group_levels.queries import find_figures, read_contributed
from courses.group_levels.services import contribute
from courses.team_paths import collecting, jobs, team_queries
from courses.team_paths.collecting import PLANNING_JOB, NotCollecting, TeamTooSmall
from courses.team_paths.models import PlanBasis, TeamPathState
from organisations.models import Function
from tests.courses.group_levels.factories import CLOSES_ON, give, make_colleagues, make_levels
from tests.house.clock import START
from tests.house.databases import in_turn
from tests.organisations.factories import (
    make_account,
    make_municipality,
    make_target,
    make_team,
)

pytestmark = in_turn

DEADLINE = (START + timedelta(days=180)).date()


@pytest.fixture
def team(app):
    return make_team(municipality=make_municipality())


@pytest.fixture
def lead(team):
    return make_account(
        Role.TEAM_LEAD,
        Role.TRAINEE,
        municipality=team.municipality,
        team=team,
        function=Function.EXECUTIVE,
    )


@pytest.fixture
def members(team, lead):
    return make_colleagues(8, municipality=team.municipality, team=team)


@pytest.fixture
def competency(members):
    competency = make_levels(members, (0, 1, 2, 3))
    make_target(function=Function.STAFF, competency=competency, level=3)
    return competency


@pytest.fixture
def team_path(team, lead, competency):
    return start(team, lead)


def start(team, lead, **changes):
    wishes = {
        "budget_minutes": 480,
        "deadline": DEADLINE,
        "topics": (),
        "wished_days": (),
        "closes_on": CLOSES_ON,
    }
    return collecting.start_analysis(team=team, actor=lead.person, now=START, **(wishes | changes))


def close(team_path, lead):
    collecting.close_analysis(team_path=team_path, actor=lead.person, now=START)
    db.session.commit()
    return team_path


def mails_to(account):
    found = select(OutboxMessage).where(OutboxMessage.recipient == account.email)
    return db.session.scalars(found).all()


def test_seven_answers_make_the_plan_and_are_gone(team_path, lead, members):
    give(team_path.collection, members)
    close(team_path, lead)
    assert team_path.state == TeamPathState.PLANNING
    assert run_job(PLANNING_JOB) == 1
    assert (team_path.state, team_path.basis) == (TeamPathState.PLANNED, PlanBasis.ANSWERS)
    assert isinstance(team_path.plan, dict)
    assert team_path.collection.state == CollectionState.FROZEN
    assert team_path.collection.key_erased
    [figure] = find_figures(team_path.collection)
    assert (figure.n_at_least, figure.mean) == (7, 1.5)
    assert db.session.scalars(select(LevelContribution)).all() == []
    assert len(mails_to(lead)) == 1
    assert run_job(PLANNING_JOB) == 0


def test_six_answers_leave_the_plan_to_targets_and_topics(team_path, lead, members, competency):
    other = make_levels((), ())
    make_target(function=Function.STAFF, competency=other, level=2)
    team_path.topics = [other.key]
    give(team_path.collection, members[:6])
    close(team_path, lead)
    contributed = read_contributed(team_path.collection)
    planned_for = team_queries.members_of(team_path, contributed)
    assert len(planned_for) == 9, "the lead is one of them"
    assert all(member.levels == {} for member in planned_for)
    staff = [member for member in planned_for if member.function == Function.STAFF]
    assert staff[0].targets == {other.key: 2}
    run_job(PLANNING_JOB)
    assert (team_path.state, team_path.basis) == (TeamPathState.PLANNED, PlanBasis.TARGETS)
    assert [figure.mean for figure in find_figures(team_path.collection)] == [None, None]


def test_how_many_have_answered_cannot_be_read_off_who_is_planned_for(
    team_path, lead, members, competency
):
    give(team_path.collection, members[:7])
    close(team_path, lead)
    contributed = read_contributed(team_path.collection)
    planned_for = team_queries.members_of(team_path, contributed)
    assert sorted(member.function for member in planned_for) == ["executive"] + ["staff"] * 8
    levels = sorted(
        member.levels[competency.key] for member in planned_for if member.function == "staff"
    )
    assert levels == [0, 0, 1, 1, 1, 2, 2, 3], "who has not answered is in the middle"


def test_who_answers_after_closing_is_refused(team_path, lead, members):
    give(team_path.collection, members[:7])
    close(team_path, lead)
    with pytest.raises(CollectionClosed):
        contribute(
            collection=team_path.collection, person=members[7].person, actor=members[7].person
        )


def test_it_is_closed_once(team_path, lead):
    close(team_path, lead)
    for again in (collecting.close_analysis, collecting.withdraw_analysis):
        with pytest.raises(NotCollecting):
            again(team_path=team_path, actor=lead.person, now=START)
    assert team_path.state == TeamPathState.PLANNING


def test_giving_it_up_destroys_what_was_answered(team_path, lead, members, team):
    give(team_path.collection, members)
    collecting.withdraw_analysis(team_path=team_path, actor=lead.person, now=START)
    assert team_path.state == TeamPathState.WITHDRAWN
    assert db.session.scalars(select(LevelContribution)).all() == []
    give(start(team, lead).collection, members)


def test_a_team_has_one_at_a_time(team_path, team, lead):
    with pytest.raises(DomainError, match="schon eine Analyse"):
        start(team, lead)


def test_a_team_of_one_is_sent_to_the_path_of_their_own(team, lead):
    with pytest.raises(TeamTooSmall):
        start(team, lead)


def test_what_nobody_closes_ends_by_itself_and_the_leads_of_today_are_told(
    team_path, lead, members, team, clock
):
    """Also where the one who began has left the team."""
    give(team_path.collection, members)
    lead.person.team = None
    new_lead = make_account(Role.TEAM_LEAD, municipality=team.municipality, team=team)
    db.session.commit()
    clock.advance(days=180)
    run_job(PLANNING_JOB)
    assert team_path.state == TeamPathState.COLLECTING, "on the last day of the plan"
    clock.advance(days=1)
    run_job(PLANNING_JOB)
    assert team_path.state == TeamPathState.WITHDRAWN
    assert db.session.scalars(select(LevelContribution)).all() == []
    assert (len(mails_to(lead)), len(mails_to(new_lead))) == (0, 1)


def test_a_plan_that_fails_is_tried_again_and_nothing_is_lost(
    team_path, lead, members, clock, monkeypatch
):
    def fail(**_given):
        raise ValueError("level 3 of p1")

    give(team_path.collection, members)
    close(team_path, lead)
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "make_team_plan", fail)
        assert run_job(PLANNING_JOB) == 0
    assert team_path.state == TeamPathState.PLANNING
    assert team_path.failed_at == clock.now()
    assert len(db.session.scalars(select(LevelContribution)).all()) == 8
    assert run_job(PLANNING_JOB) == 0, "not every minute"
    db.session.commit()
    clock.advance(minutes=10)
    assert run_job(PLANNING_JOB) == 1
    assert (team_path.state, team_path.failed_at) == (TeamPathState.PLANNED, None)


def test_a_job_that_is_killed_while_it_plans_is_taken_up_again(
    team_path, lead, members, monkeypatch
):
    def die(**_given):
        raise KeyboardInterrupt

    give(team_path.collection, members)
    close(team_path, lead)
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "make_team_plan", die)
        with pytest.raises(KeyboardInterrupt):
            jobs.plan(START)
    db.session.rollback()
    assert run_job(PLANNING_JOB) == 1
    assert team_path.basis == PlanBasis.ANSWERS
