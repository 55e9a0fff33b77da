"""Reads of competencies, situations and target profiles."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from app.kernel.db import db
from organisations.models import Function, Municipality
from organisations.topics.models import Competency, Situation, TargetLevel


@dataclass(frozen=True)
class TargetLine:
    """One line of a profile: what the office recommends, and what a municipality has instead.

    `own` is None where it has nothing of its own. Level 0 is no target.
    """

    competency: Competency
    recommended: int
    own: int | None = None

    @property
    def level(self) -> int:
        """The target that holds."""
        return self.recommended if self.own is None else self.own


@dataclass(frozen=True)
class ProfileOrigin:
    """Whose targets those of a function are in a municipality: whether it has replaced any.

    `changed_at` is when one that holds was last changed; None where all are as KommA ships them.
    """

    has_own: bool
    changed_at: datetime | None


#: Of each function, its lines in the order of the competencies.
Profiles = dict[Function, list[TargetLine]]


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

    A municipality's own line takes the place of what the programme office recommends to all. One
    of level 0 says that there is no target.
    """
    rows = db.session.execute(
        select(TargetLevel.competency_id, TargetLevel.level)
        .where(
            TargetLevel.function == function,
            TargetLevel.level.is_not(None),
            _of_all_or(municipality_id),
        )
        # Own lines come last and prevail.
        .order_by(TargetLevel.municipality_id.is_not(None))
    )
    return {competency_id: level for competency_id, level in dict(rows.all()).items() if level}


def get_origin(function: str | None, municipality_id: int | None) -> ProfileOrigin:
    """Whose targets hold for `function` in the municipality; one statement."""
    rows = db.session.scalars(
        select(TargetLevel).where(TargetLevel.function == function, _of_all_or(municipality_id))
    ).all()
    replaced = {row.competency_id for row in rows if row.municipality_id and row.level is not None}
    changes = (
        row.changed_at
        for row in rows
        if row.changed_at and (row.municipality_id or row.competency_id not in replaced)
    )
    return ProfileOrigin(bool(replaced), max(changes, default=None))


def list_recommended_profiles() -> Profiles:
    """What the programme office recommends; two statements."""
    return _profiles([None])[None]


def list_profiles_of(municipalities: Collection[Municipality]) -> dict[int, Profiles]:
    """The profiles of some municipalities by their ids; two statements, however many there are."""
    found = _profiles([None, *(one.id for one in municipalities)])
    return {one.id: found[one.id] for one in municipalities}


def state_of(lines: Iterable[TargetLine], *, own: bool) -> str:
    """What can be changed of a profile, as a form remembers it: `3.2.-.4`."""
    levels = (line.own if own else line.recommended for line in lines)
    return ".".join("-" if level is None else str(level) for level in levels)


def _profiles(municipality_ids: Collection[int | None]) -> dict[int | None, Profiles]:
    competencies = list_competencies()
    levels = {
        (municipality_id, function, competency_id): level
        for municipality_id, function, competency_id, level in db.session.execute(
            select(
                TargetLevel.municipality_id,
                TargetLevel.function,
                TargetLevel.competency_id,
                TargetLevel.level,
            ).where(or_(*(_of_all_or(one) for one in municipality_ids)))
        )
    }
    return {
        municipality_id: {
            function: [
                TargetLine(
                    competency,
                    levels.get((None, function, competency.id), 0),
                    levels.get((municipality_id, function, competency.id))
                    if municipality_id
                    else None,
                )
                for competency in competencies
            ]
            for function in Function
        }
        for municipality_id in municipality_ids
    }


def _of_all_or(municipality_id: int | None) -> ColumnElement[bool]:
    recommended = TargetLevel.municipality_id.is_(None)
    if municipality_id is None:
        return recommended
    return or_(recommended, TargetLevel.municipality_id == municipality_id)
