"""Reads of training paths. Only the owner's: every query takes the person."""

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db import db
from courses.cohorts.models import Cohort, Enrolment, EnrolmentStatus
from courses.paths.models import PathStep, TrainingPath
from organisations.models import Person


def find_current_path(person: Person) -> TrainingPath | None:
    """The path of `person` that holds now, with its steps and their courses."""
    return db.session.scalar(
        select(TrainingPath)
        .where(TrainingPath.person_id == person.id, TrainingPath.replaced_at.is_(None))
        .options(
            joinedload(TrainingPath.analysis),
            selectinload(TrainingPath.steps).joinedload(PathStep.course),
        )
    )


def find_first_step_without_date(person: Person) -> PathStep | None:
    """The first step of the current path whose course the person neither takes nor completed."""
    has_a_seat = exists().where(
        Enrolment.person_id == person.id,
        Enrolment.status != EnrolmentStatus.WITHDRAWN,
        Enrolment.cohort_id == Cohort.id,
        Cohort.course_id == PathStep.course_id,
    )
    return db.session.scalar(
        select(PathStep)
        .join(PathStep.path)
        .where(
            TrainingPath.person_id == person.id,
            TrainingPath.replaced_at.is_(None),
            ~has_a_seat,
        )
        .order_by(PathStep.position)
        .limit(1)
        .options(joinedload(PathStep.course))
    )
