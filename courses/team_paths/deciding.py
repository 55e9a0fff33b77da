"""Commands on the plan of a team: its lead proposes it, the municipality's coordinator decides."""

from datetime import datetime

from sqlalchemy import update

from app.kernel import audit
from app.kernel.db import db
from app.kernel.errors import DomainError, Forbidden, NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import Role
from courses.team_paths.models import TeamPath, TeamPathState
from notifications.services import notify
from organisations.models import Person
from organisations.people.queries import list_people_with_role
from organisations.queries import get_person
from organisations.registration.queries import list_deciders

LONGEST_REASON = 500


class AlreadyMoved(DomainError):
    """Somebody else was quicker: it stands elsewhere by now."""

    MESSAGE = _l("Daran hat sich inzwischen etwas geändert. Hier sehen Sie den Stand von jetzt.")


class OwnPlan(Forbidden):
    """Nobody decides on what they have proposed themselves."""

    MESSAGE = _l("Über den eigenen Vorschlag entscheidet jemand anderes.")


def propose_plan(*, team_path: TeamPath, actor: Person, now: datetime) -> TeamPath:
    """Give the plan to the coordinator to decide; whoever decides is told. Raises AlreadyMoved."""
    _move(
        team_path,
        (TeamPathState.PLANNED, TeamPathState.RETURNED),
        state=TeamPathState.PROPOSED,
        proposed_by=actor.public_id,
        decided_by=None,
        decided_at=None,
    )
    audit.record("team_path.proposed", team_path, actor=actor, now=now)
    for person in _deciders(team_path, actor):
        notify(person=person, template="team_paths/proposed", now=now, team_path=team_path)
    return team_path


def withdraw_plan(*, team_path: TeamPath, actor: Person, now: datetime) -> TeamPath:
    """Give up a plan on which nobody has said yes. Raises AlreadyMoved."""
    _move(
        team_path,
        (TeamPathState.PLANNED, TeamPathState.PROPOSED, TeamPathState.RETURNED),
        state=TeamPathState.WITHDRAWN,
    )
    audit.record("team_path.withdrawn", team_path, actor=actor, now=now)
    return team_path


def approve_plan(*, team_path: TeamPath, actor: Person, now: datetime) -> TeamPath:
    """Say yes; the lead is told. Raises AlreadyMoved and OwnPlan."""
    _decide(team_path, TeamPathState.APPROVED, "", actor, now)
    audit.record("team_path.approved", team_path, actor=actor, now=now)
    _tell_lead(team_path, now)
    return team_path


def return_plan(*, team_path: TeamPath, reason: str, actor: Person, now: datetime) -> TeamPath:
    """Send it back with what speaks against it; the lead is told.

    Raises DomainError at `reason` without any, AlreadyMoved and OwnPlan.
    """
    if not reason:
        raise DomainError(_l("Bitte schreiben Sie kurz, warum."), field="reason")
    _decide(team_path, TeamPathState.RETURNED, reason, actor, now)
    audit.record("team_path.returned", team_path, actor=actor, now=now)
    _tell_lead(team_path, now)
    return team_path


def _decide(
    team_path: TeamPath, state: TeamPathState, reason: str, actor: Person, now: datetime
) -> None:
    if team_path.proposed_by == actor.public_id:
        raise OwnPlan(OwnPlan.MESSAGE)
    _move(
        team_path,
        (TeamPathState.PROPOSED,),
        state=state,
        reason=reason,
        decided_by=actor.public_id,
        decided_at=now,
    )


def _move(team_path: TeamPath, before: tuple[TeamPathState, ...], **values: object) -> None:
    """Of two moves at once, one UPDATE wins."""
    moved = db.session.execute(
        update(TeamPath)
        .where(TeamPath.id == team_path.id, TeamPath.state.in_(before))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(team_path)
    if moved.rowcount != 1:
        raise AlreadyMoved(AlreadyMoved.MESSAGE)


def _deciders(team_path: TeamPath, proposer: Person) -> list[Person]:
    """The municipality's coordinators and who stands in; the office where there is nobody else."""
    deciders = [account.person for account in list_deciders(team_path.team.municipality)]
    others = [one for one in deciders if one.id != proposer.id]
    return others or list(list_people_with_role(Role.PROGRAMME_OFFICE))


def _tell_lead(team_path: TeamPath, now: datetime) -> None:
    try:
        lead = get_person(team_path.proposed_by or "")
    except NotFound:
        return  # gone meanwhile; who leads the team now sees it there
    notify(person=lead, template="team_paths/decided", now=now, team_path=team_path)
