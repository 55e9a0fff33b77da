"""Closing while others close and answer: once, and every answer is in the plan or was refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.permissions import Role
from courses.group_levels.errors import AlreadyGiven, CollectionClosed
from courses.group_levels.models import LevelContribution
from courses.group_levels.queries import list_open_for
from courses.group_levels.services import contribute
from courses.needs.models import NeedsAnalysis
from courses.team_paths import jobs
from courses.team_paths.collecting import NotCollecting, close_analysis, start_analysis
from courses.team_paths.models import TeamPath, TeamPathState
from organisations.models import Person
from tests.courses.group_levels.factories import (
    CLOSES_ON,
    make_colleagues,
    make_collection,
    make_levels,
)
from tests.house.clock import START
from tests.organisations.factories import make_municipality, make_team

CLIENTS, CLOSING, ROUNDS = 6, 2, 3

#: In seconds; a machine with other work to do lets SQLite's writers wait long.
PATIENCE = 120


@pytest.fixture(autouse=True)
def patient_database(monkeypatch):
    """Nobody is sent away because others are writing."""
    monkeypatch.setattr("app.kernel.db.SQLITE_BUSY_SECONDS", PATIENCE)


def run_all(act):
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(act, range(CLIENTS)))


def make_started_analysis():
    """A team of one lead and as many members as answer at once; ids of path and people."""
    team = make_team(municipality=make_municipality())
    at_home = {"municipality": team.municipality, "team": team}
    [lead] = make_colleagues(1, role=Role.TEAM_LEAD, **at_home)
    members = make_colleagues(CLIENTS - CLOSING, **at_home)
    make_levels(members, (0, 1, 2))
    team_path = start_analysis(
        team=team,
        budget_minutes=480,
        deadline=(START + timedelta(days=180)).date(),
        topics=(),
        wished_days=(),
        closes_on=CLOSES_ON,
        actor=lead.person,
        now=START,
    )
    db.session.commit()
    return team_path.id, lead.person_id, [member.person_id for member in members]


def test_of_two_who_close_one_does_and_answers_are_in_or_refused(committing_app):
    barrier = Barrier(CLIENTS)

    def run(number):
        with committing_app.app_context():
            team_path = db.session.get_one(TeamPath, path_id)
            who = lead_id if number < CLOSING else member_ids[number - CLOSING]
            person, collection = db.session.get_one(Person, who), team_path.collection
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                if number < CLOSING:
                    close_analysis(team_path=team_path, actor=person, now=START)
                else:
                    contribute(collection=collection, person=person, actor=person)
            except (NotCollecting, CollectionClosed):
                db.session.rollback()
                return None
            db.session.commit()
            return who

    for _ in range(ROUNDS):
        with committing_app.app_context():
            path_id, lead_id, member_ids = make_started_analysis()
        done = run_all(run)
        assert done[:CLOSING].count(lead_id) == 1
        with committing_app.app_context():
            rows = select(LevelContribution.person_id)
            assert set(db.session.scalars(rows)) == {who for who in done[CLOSING:] if who}
            assert jobs.plan(START) == 1
            team_path = db.session.get_one(TeamPath, path_id)
            assert team_path.state == TeamPathState.PLANNED
            assert db.session.scalars(rows).all() == []


def test_of_two_workers_one_writes_the_plan(committing_app):
    barrier = Barrier(CLIENTS)

    def run(_number):
        with committing_app.app_context():
            barrier.wait(PATIENCE)
            return jobs.plan(START)

    for _ in range(ROUNDS):
        with committing_app.app_context():
            path_id, lead_id, _members = make_started_analysis()
            close_analysis(
                team_path=db.session.get_one(TeamPath, path_id),
                actor=db.session.get_one(Person, lead_id),
                now=START,
            )
            db.session.commit()
        assert sum(run_all(run)) == 1


def test_an_analysis_that_is_given_twice_at_once_counts_in_one_group(committing_app):
    barrier = Barrier(CLIENTS)

    def run(number):
        with committing_app.app_context():
            person = db.session.get_one(Person, person_ids[number // 2])
            collection = collections()[number % 2]
            db.session.rollback()
            barrier.wait(PATIENCE)
            try:
                contribute(collection=collection, person=person, actor=person)
            except AlreadyGiven:
                db.session.rollback()
                return 0
            db.session.commit()
            return 1

    def collections():
        person = db.session.get_one(Person, person_ids[0])
        return list_open_for(person)

    for _ in range(ROUNDS):
        with committing_app.app_context():
            team = make_team(municipality=make_municipality())
            people = make_colleagues(CLIENTS // 2, municipality=team.municipality, team=team)
            make_levels(people, (0, 1, 2))
            make_collection(municipality=team.municipality)
            make_collection(municipality=team.municipality, team=team)
            db.session.commit()
            person_ids = [account.person_id for account in people]
        assert sum(run_all(run)) == len(person_ids)
        with committing_app.app_context():
            given = select(NeedsAnalysis.given).where(NeedsAnalysis.person_id.in_(person_ids))
            assert db.session.scalars(given).all() == [True] * len(person_ids)
