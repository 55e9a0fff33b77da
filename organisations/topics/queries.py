"""Reads of competencies, situations and target profiles."""

from collections.abc import Sequence

from sqlalchemy import or_, select
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


def get_target_profile(function: str | None, municipality_id: int | None = None) -> dict[int, int]:
    """The target level per competency id for `function`; empty where the function has none.

    A municipality's own line takes the place of what the programme office recommends to all.
    """
    rows = db.session.execute(
        select(TargetLevel.competency_id, TargetLevel.level)
        .where(
            TargetLevel.function == function,
            or_(
                TargetLevel.municipality_id.is_(None),
                TargetLevel.municipality_id == municipality_id,
            ),
        )
        # Own lines come last and prevail; no database sorts NULL first unless told to.
        .order_by(TargetLevel.municipality_id.is_not(None))
    )
    return dict(rows.all())
