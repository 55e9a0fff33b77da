"""Whoever looks, at pages, tables, keys, mails and logs: nobody finds what one person has given."""

import json
import sqlite3

import pytest
import structlog
from sqlalchemy import select

from app.kernel.db import db
from app.kernel.jobs import run_job
from app.kernel.outbox import OutboxMessage
from app.kernel.permissions import Role
from courses.group_levels.jobs import FREEZING_JOB
from courses.group_levels.models import LevelCollection
from courses.group_levels.services import ERASING_JOB, INVITING_JOB, close_collection
from courses.needs.models import NeedsAnalysis
from courses.team_paths.collecting import PLANNING_JOB, close_analysis, start_analysis
from organisations.models import Function
from tests.courses.group_levels.factories import (
    CLOSES_ON,
    give,
    make_colleagues,
    make_collection,
    make_levels,
)
from tests.house.clock import START
from tests.house.databases import on_sqlite_only
from tests.organisations.factories import make_account, make_competency, make_municipality

#: Stands in no text of ours.
KEY = "unmistakable_competency"


@pytest.fixture
def team(personas):
    return personas.owner.person.team


@pytest.fixture
def lead(personas, team):
    return make_account(
        Role.TEAM_LEAD,
        Role.TRAINEE,
        municipality=team.municipality,
        team=team,
        function=Function.EXECUTIVE,
    )


@pytest.fixture
def members(team):
    members = make_colleagues(9, municipality=team.municipality, team=team)
    make_levels(members, (0, 1, 2, 3), make_competency(KEY))
    return members


@pytest.fixture
def team_path(team, lead, members):
    return start_analysis(
        team=team,
        budget_minutes=480,
        deadline=CLOSES_ON.replace(year=2027),
        topics=(),
        wished_days=(),
        closes_on=CLOSES_ON,
        actor=lead.person,
        now=START,
    )


def tables_with(*texts):
    """The tables in which one of the texts stands in any column."""
    return {
        table.name
        for table in db.metadata.sorted_tables
        for row in db.session.execute(select(table))
        for value in row
        if any(text in str(value) for text in texts)
    }


def everything():
    """All rows of all tables, as texts."""
    return {
        table.name: sorted(map(str, db.session.execute(select(table)).all()))
        for table in db.metadata.sorted_tables
    }


def test_after_a_whole_round_nothing_joins_a_person_with_what_they_gave(
    app, team_path, lead, members
):
    giving, silent = members[:8], members[8]
    with structlog.testing.capture_logs() as logs:
        run_job(INVITING_JOB)
        give(team_path.collection, giving)
        db.session.commit()
        # Levels stand in clear text nowhere; keys of competencies only where they are named.
        assert tables_with('"' + KEY) == set()
        assert tables_with(KEY) == {"competencies"}
        close_analysis(team_path=team_path, actor=lead.person, now=START)
        db.session.commit()
        run_job(PLANNING_JOB)
    kept = everything()
    assert kept["level_contributions"] == []
    assert tables_with(KEY) <= {"competencies", "level_collections", "team_paths"}
    named = {account.person.public_id for account in members}
    assert not any(one in str(row) for one in named for row in kept["level_collections"])
    assert not any(one in str(row) for one in named for row in kept["audit_entries"])
    assert not any(one in str(row) for one in named for row in kept["team_paths"])
    # That an analysis has counted is known of it; in which result is not.
    given = select(NeedsAnalysis.person_id).where(NeedsAnalysis.given.is_(True))
    assert set(db.session.scalars(given)) == {account.person_id for account in giving}
    assert silent.person_id not in set(db.session.scalars(given))
    # The key is gone from its store, too, and the mails and logs never held anything.
    assert keys_of(app, team_path.collection.vault_subject) == []
    mails = db.session.scalars(select(OutboxMessage)).all()
    assert {mail.recipient for mail in mails} >= {account.email for account in [*members, lead]}
    assert not any(KEY in mail.subject + mail.body for mail in mails)
    assert KEY not in str(logs)
    assert not any(one in str(logs) for one in named)


def keys_of(app, subject):
    path = app.extensions["komma"].settings.keys_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master")]
        [table] = [name for name in tables if name.endswith("keys")]
        return store.execute(f"SELECT * FROM {table} WHERE subject = ?", (subject,)).fetchall()  # noqa: S608


def test_while_people_answer_no_page_of_lead_coordinator_and_office_changes(
    app, personas, team_path, lead, members
):
    """Byte for byte, but for tokens."""
    survey = make_collection(municipality=personas.owner.person.municipality)
    own = f"/team-path/analysis/{team_path.public_id}"
    seen_by = {
        lead: ("/", own, f"{own}/close"),
        personas.coordinator: ("/", "/municipality/levels", "/manage/team-paths"),
        personas.office: ("/municipality/levels", "/manage/audit", "/manage/reports"),
    }
    clients = {account: personas.client(account) for account in seen_by}

    def seen():
        return [
            without_tokens(clients[account].get(page).text)
            for account, pages in seen_by.items()
            for page in pages
        ]

    db.session.commit()
    before = seen()
    assert "wird nichts angezeigt" in str(before)
    give(team_path.collection, members[:5])
    give(survey, members[5:])
    db.session.commit()
    after = seen()
    assert after == before


def without_tokens(page):
    return [line for line in page.splitlines() if "csrf_token" not in line]


@on_sqlite_only
def test_who_gave_which_level_makes_no_difference_to_what_is_kept(app):
    """Two surveys in which the same was given by other people cannot be told apart."""
    kept, competency = [], make_competency()
    for levels in ((0, 1, 2, 3), (3, 2, 1, 0)):
        home = make_municipality()
        people = make_colleagues(8, municipality=home)
        make_levels(people, levels, competency)
        survey = make_collection(municipality=home)
        give(survey, people)
        close_collection(collection=survey, now=START)
        db.session.commit()
        run_job(FREEZING_JOB)
        run_job(ERASING_JOB)
        own = {"id", "public_id", "municipality_id"}
        kept.append(
            json.dumps(
                {
                    column.key: str(getattr(survey, column.key))
                    for column in LevelCollection.__table__.columns
                    if column.key not in own
                }
            )
        )
    assert kept[0] == kept[1]
