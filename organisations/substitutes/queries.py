"""Reads of who stands in for a coordinator."""

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.permissions import Role
from organisations.accounts.models import RoleGrant
from organisations.models import Person


def find_grant(person: Person, role: Role) -> RoleGrant | None:
    """By which `person` has `role` for their own municipality, as it is in the database now."""
    return db.session.scalar(
        select(RoleGrant)
        .where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == role,
            RoleGrant.municipality_id == person.municipality_id,
        )
        .execution_options(populate_existing=True)
    )
