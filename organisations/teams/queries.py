"""Reads of the teams of municipalities that somebody oversees."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.i18n import localised
from organisations.accounts.models import Account
from organisations.models import Municipality, Team
from organisations.people.queries import list_overseen_municipalities


def list_teams_of(municipalities: Sequence[Municipality]) -> Sequence[Team]:
    """The teams of some municipalities, by municipality and name."""
    teams = db.session.scalars(
        select(Team)
        .join(Team.municipality)
        .where(Team.municipality_id.in_([municipality.id for municipality in municipalities]))
        .options(contains_eager(Team.municipality))
    )
    return sorted(teams, key=lambda team: (team.municipality.name, localised(team.name).casefold()))


def get_team(public_id: str, *, reader: Account) -> Team:
    """A team of a municipality that `reader` oversees. Raises NotFound for every other."""
    overseen = [municipality.id for municipality in list_overseen_municipalities(reader)]
    team = db.session.scalar(
        select(Team)
        .join(Team.municipality)
        .where(Team.public_id == public_id, Team.municipality_id.in_(overseen))
        .options(contains_eager(Team.municipality))
    )
    if team is None:
        raise NotFound
    return team
