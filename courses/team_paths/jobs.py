"""Work of the job worker on teams' analyses: freeze what was answered, plan, and tell the lead.

A closed analysis stays `planning` until its plan is written in one transaction, so a job that was
killed begins it anew. What fails is tried again after a while, and the page says so. Of a failure
only its kind is logged, since its words might hold a level.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update

from app.kernel.db import db, reading
from app.kernel.i18n import programme_zone
from courses.group_levels.jobs import erase_keys
from courses.group_levels.queries import compute_figures, read_contributed
from courses.group_levels.services import freeze
from courses.team_paths import collecting
from courses.team_paths.making import make_team_plan
from courses.team_paths.models import TeamPath, TeamPathState
from courses.team_paths.team_queries import basis_of, list_overdue, list_to_plan, members_of

TRY_AGAIN_AFTER = timedelta(minutes=10)

log = structlog.get_logger("komma.team_paths")


def plan(now: datetime) -> int:
    """End what nobody has closed in time, and plan what is closed; returns how many plans."""
    for team_path_id in list_overdue(now.astimezone(programme_zone()).date()):
        _in_one_transaction(_end, team_path_id, now)
    planned = 0
    for team_path_id in list_to_plan():
        done = _in_one_transaction(_freeze_and_plan, team_path_id, now)
        if done is None:
            _in_one_transaction(_note_failure, team_path_id, now)
        planned += done or 0
    # At once, and not only with the next sweep: what was answered is gone for good.
    erase_keys(now)
    return planned


def _in_one_transaction(
    act: Callable[[int, datetime], int], team_path_id: int, now: datetime
) -> int | None:
    """What `act` returns, or None where it has failed and nothing of it is left."""
    try:
        done = act(team_path_id, now)
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.warning("not_done", error=type(error).__name__)
        return None
    return done


def _end(team_path_id: int, now: datetime) -> int:
    collecting.end_overdue_analysis(team_path=db.session.get_one(TeamPath, team_path_id), now=now)
    return 1


def _freeze_and_plan(team_path_id: int, now: datetime) -> int:
    with reading():
        team_path = db.session.get_one(TeamPath, team_path_id)
        if team_path.failed_at and now < team_path.failed_at + TRY_AGAIN_AFTER:
            return 0
        contributed = read_contributed(team_path.collection)
        figures = compute_figures(team_path.collection, contributed)
        basis = basis_of(team_path, contributed)
        document = make_team_plan(
            team_path=team_path,
            members=members_of(team_path, contributed),
            basis=basis,
            now=now,
        )
    team_path = db.session.get_one(TeamPath, team_path_id)
    if not freeze(collection=team_path.collection, contributed=contributed, figures=figures):
        return 0
    db.session.execute(
        update(TeamPath)
        .where(TeamPath.id == team_path_id, TeamPath.state == TeamPathState.PLANNING)
        .values(state=TeamPathState.PLANNED, basis=basis, plan=document, failed_at=None)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(team_path)
    collecting.tell_leads(team_path, now)
    return 1


def _note_failure(team_path_id: int, now: datetime) -> int:
    db.session.execute(
        update(TeamPath)
        .where(TeamPath.id == team_path_id, TeamPath.state == TeamPathState.PLANNING)
        .values(failed_at=now)
        .execution_options(synchronize_session=False)
    )
    return 0
