"""Reads of competencies, situations and target profiles."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.kernel.db import db
from organisations.topics.models import Competency, Situation, TargetLevel


def list_competencies() -> Sequence[Competency]:
    """All competencies in their order."""
    return db.session.scalars(select(Competency).order_by(Competency.position)).all()


def list_situations() -> Sequence[Situation]:
    """All situations in their order, each with its competencies."""
    return db.session.scalars(
        select(Situation).order_by(Situation.position).options(selectinload(Situation.competencies))
    ).all()


def get_target_profile(function: str | None) -> dict[int, int]:
    """The target level per competency id for `function`; empty where the function has none."""
    rows = db.session.execute(
        select(TargetLevel.competency_id, TargetLevel.level).where(TargetLevel.function == function)
    )
    return dict(rows.all())
