"""Reads of published figures."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from app.kernel.db import db
from exchange.procedures.figures.computing import Closed
from exchange.procedures.figures.models import CaseFigures, CountedCase


def list_figures(municipality_ids: Collection[int]) -> Sequence[CaseFigures]:
    """All half-years that are done, the newest first: the figures of these municipalities, and
    without any the row of the programme alone.
    """
    of_programme = CaseFigures.municipality_id.is_(None)
    return db.session.scalars(
        select(CaseFigures)
        .where(or_(of_programme, CaseFigures.municipality_id.in_(municipality_ids)))
        .options(joinedload(CaseFigures.municipality))
        .order_by(CaseFigures.half_year.desc(), CaseFigures.municipality_id)
    ).all()


def is_published(half_year: str) -> bool:
    """Whether the half-year is done."""
    row = exists().where(CaseFigures.half_year == half_year, CaseFigures.municipality_id.is_(None))
    return bool(db.session.scalar(select(row)))


def list_waiting(before: str) -> list[str]:
    """The half-years before `before` that cases wait in, the oldest first."""
    query = select(CountedCase.half_year).where(CountedCase.half_year < before).distinct()
    return sorted(db.session.scalars(query))


def cases_of(half_year: str) -> dict[int, list[Closed]]:
    """What was counted in the half-year, by municipality."""
    found: dict[int, list[Closed]] = {}
    query: Any = select(CountedCase).where(CountedCase.half_year == half_year)
    for row in db.session.scalars(query):
        closed = Closed(row.situation, row.outcome, row.days)
        found.setdefault(row.municipality_id, []).append(closed)
    return found
