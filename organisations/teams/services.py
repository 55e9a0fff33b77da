"""Commands on the teams of a municipality: add one, rename one."""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import Bilingual
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Municipality, Person, Team
from organisations.people.queries import list_teams


def add_team(*, municipality: Municipality, name: Bilingual, actor: Person, now: datetime) -> Team:
    """A new team of `municipality`. Raises DomainError at `name` where it has one of that name."""
    _refuse_taken(municipality, name)
    team = Team(municipality=municipality, name=name)
    db.session.add(team)
    db.session.flush()
    audit.record("team.created", team, actor=actor, now=now)
    return team


def rename_team(*, team: Team, name: Bilingual, actor: Person, now: datetime) -> Team:
    """Call the team otherwise; who is in it stays. Raises DomainError like adding one."""
    _refuse_taken(team.municipality, name, but=team)
    if team.name != name:
        team.name = name
        audit.record("team.changed", team, actor=actor, now=now)
        db.session.flush()
    return team


def _refuse_taken(municipality: Municipality, name: Bilingual, but: Team | None = None) -> None:
    """One after the other, as where people bring new teams along: names are never there twice.

    A plain constraint could not say so: either name counts, however it is capitalised.
    """
    lock(f"teams:{municipality.id}")
    taken = {
        taken.casefold()
        for team in list_teams(municipality)
        if team is not but
        for taken in (team.name.de, team.name.en)
    }
    if taken & {name.de.casefold(), name.en.casefold()}:
        raise DomainError(_l("Ein Team mit diesem Namen gibt es schon."), field="name")
