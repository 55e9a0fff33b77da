"""Tell those who take part that materials are there: one mail for all that have become due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from app.kernel.db import db
from courses.cohorts.models import Cohort
from courses.cohorts.queries import list_roster
from courses.desk.materials.models import Material
from courses.desk.materials.queries import is_untold
from notifications.services import notify

TEMPLATE = "materials/released"


def tell_of_released(*, cohort_id: int, now: datetime) -> int:
    """Write a mail to everyone who takes part; returns how many materials it tells of.

    Nothing is told twice: noting it and writing the mails are one transaction, and of two workers
    the second finds it noted.
    """
    told = set(
        db.session.scalars(
            update(Material)
            .where(Material.cohort_id == cohort_id, is_untold(now))
            .values(announced_at=now)
            .returning(Material.id)
            .execution_options(synchronize_session=False)
        )
    )
    if not told:
        return 0
    cohort, materials = db.session.get_one(Cohort, cohort_id), _in_order(told)
    for enrolment in list_roster(cohort):
        notify(
            person=enrolment.person,
            template=TEMPLATE,
            now=now,
            cohort=cohort,
            titles=[material.title for material in materials],
        )
    return len(told)


def _in_order(ids: set[int]) -> Sequence[Material]:
    query = select(Material).where(Material.id.in_(ids)).order_by(Material.released_at, Material.id)
    return db.session.scalars(query).all()
