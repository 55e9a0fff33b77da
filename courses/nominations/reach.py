"""Whose trainings a coordinator or a team lead may know of."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists

from app.kernel.errors import Forbidden
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.permissions import SCOPED_ROLES, Role
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Person
from organisations.people.queries import ROLES_AT_HOME


@dataclass(frozen=True)
class Reach:
    """The people of some municipalities, or those of one team.

    Of a team nobody is among them who is protected: that they belong to it is hidden, too.
    """

    municipality_ids: Collection[int]
    team_id: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole municipality."""
        return self.team_id is None

    def people(self) -> ColumnElement[bool]:
        """Of a person: they take part in the programme and are within reach."""
        works_beyond = exists().where(
            RoleGrant.person_id == Person.id, RoleGrant.role.not_in(ROLES_AT_HOME)
        )
        within = Person.municipality_id.in_(self.municipality_ids)
        if not self.is_whole:
            within = and_(within, is_openly_in_team(self.team_id))
        return and_(within, Person.function.is_not(None), ~works_beyond)


def reach_of(account: Account) -> Reach:
    """The municipalities that `account` coordinates, else the team that they lead.

    Raises Forbidden for a lead who belongs to no team.
    """
    person = account.person
    coordinated = {
        grant.municipality_id
        for grant in account.grants
        if grant.role in SCOPED_ROLES and grant.municipality_id is not None
    }
    if coordinated:
        return Reach(coordinated)
    if Role.TEAM_LEAD in account.roles and person.team_id and person.municipality_id:
        return Reach({person.municipality_id}, person.team_id)
    raise Forbidden(_l("Sie gehören zu keinem Team. Bitte wenden Sie sich an Ihre Koordination."))


def is_openly_in_team(team_id: int | None) -> ColumnElement[bool]:
    """Of a person: they belong to the team, and that is no secret."""
    return and_(Person.team_id == team_id, Person.contact_hidden.is_(False))
