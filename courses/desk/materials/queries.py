"""Reads of materials, each scoped to who asks."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, undefer

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.cohorts.conditions import is_managed_by, takes_part
from courses.cohorts.models import Cohort, Enrolment, Session
from courses.desk.materials.models import Material
from organisations.models import Person

#: Whoever adds several gets them into one mail: it waits until nothing has been added for so long.
QUIET_TIME = timedelta(minutes=10)


def list_materials(cohort: Cohort) -> list[Material]:
    """All materials of `cohort`, for those who lead it, in the order of their release."""
    return list(
        db.session.scalars(
            select(Material)
            .where(Material.cohort_id == cohort.id)
            .options(joinedload(Material.session).joinedload(Session.event))
            .order_by(Material.released_at, Material.id)
        )
    )


def list_released(cohort: Cohort, now: datetime) -> list[Material]:
    """What those who take part in `cohort` see at `now`."""
    return [material for material in list_materials(cohort) if material.is_released(now)]


def get_material(cohort: Cohort, public_id: str) -> Material:
    """A material of `cohort`. Raises NotFound."""
    material = db.session.scalar(
        select(Material).where(Material.cohort_id == cohort.id, Material.public_id == public_id)
    )
    if material is None:
        raise NotFound
    return material


def get_file_for(person: Person, cohort_id: str, public_id: str, now: datetime) -> Material:
    """A file with its content, for who takes part once it is released, and for who leads the
    cohort. Raises NotFound.
    """
    attends = exists().where(
        Enrolment.cohort_id == Cohort.id, Enrolment.person_id == person.id, takes_part()
    )
    material = db.session.scalar(
        select(Material)
        .join(Material.cohort)
        .where(
            Cohort.public_id == cohort_id,
            Material.public_id == public_id,
            Material.content.is_not(None),
            or_(is_managed_by(person), and_(attends, Material.released_at <= now)),
        )
        .options(undefer(Material.content))
    )
    if material is None:
        raise NotFound
    return material


def list_cohorts_to_tell(now: datetime) -> list[int]:
    """The ids of cohorts in which something is released that nobody has been told of, and nothing
    has been added for a while.
    """
    waiting = select(Material.cohort_id).where(is_untold(now)).group_by(Material.cohort_id)
    latest = func.max(Material.created_at) <= now - QUIET_TIME
    return list(db.session.scalars(waiting.having(latest).order_by(Material.cohort_id)))


def is_untold(now: datetime) -> ColumnElement[bool]:
    """Of a material: it is released at `now`, and nobody has been told."""
    return and_(Material.released_at <= now, Material.announced_at.is_(None))
