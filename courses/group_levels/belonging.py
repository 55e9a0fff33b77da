"""Who is asked for their levels, and who may know what becomes of them."""

from sqlalchemy import ColumnElement, and_, exists

from app.kernel.matrix import LEARN
from courses.group_levels.models import LevelCollection
from courses.nominations.reach import Reach
from organisations.accounts.models import RoleGrant
from organisations.models import Person


def belongs_to(collection: LevelCollection) -> ColumnElement[bool]:
    """Of a person: they belong to the group and take part in the programme, now."""
    return works_in(collection.municipality_id, collection.team_id)


def works_in(municipality_id: int, team_id: int | None) -> ColumnElement[bool]:
    """Of a person: they take part in the programme in this municipality, or openly in this team.

    Whoever is protected belongs to no team that others know of, so no team's result counts them.
    """
    learns = exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.role.in_(sorted(LEARN.roles))
    )
    return and_(Reach({municipality_id}, team_id).people(), learns)
