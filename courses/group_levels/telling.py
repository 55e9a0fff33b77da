"""Who is told that a survey has its result."""

from datetime import datetime

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.permissions import SCOPED_ROLES
from courses.group_levels.models import LevelCollection
from notifications.services import notify
from organisations.accounts.models import RoleGrant
from organisations.models import Person


def tell_of_survey(survey: LevelCollection, now: datetime) -> None:
    """Tell who coordinates the municipality, or stands in, that they can read the result."""
    coordinating = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(sorted(SCOPED_ROLES)),
        RoleGrant.municipality_id == survey.municipality_id,
    )
    for person in db.session.scalars(
        select(Person).where(Person.id.in_(coordinating)).order_by(Person.id)
    ):
        notify(person=person, template="group_levels/published", now=now, survey=survey)
