"""Count a case that was closed, and publish a half-year that is over, once.

Both take one lock: a case is in the figures of its half-year, or in those of the next.
"""

from datetime import date, datetime

from sqlalchemy import delete

from app.kernel.db import conflicts_explained, db, lock
from app.kernel.i18n import programme_zone
from exchange.procedures.figures import queries
from exchange.procedures.figures.computing import figures_of, programme_wide
from exchange.procedures.figures.half_years import half_year_after, half_year_of
from exchange.procedures.figures.models import CaseFigures, CountedCase
from exchange.procedures.figures.outcomes import COUNTED, Outcome
from organisations.topics.queries import list_situations

_LOCK = "case_figures"


def count_case(
    *, municipality_id: int, situation: str, outcome: Outcome, started_at: datetime, now: datetime
) -> None:
    """Count a case that is closed at `now`; nothing for one that was begun by mistake."""
    if outcome not in COUNTED:
        return
    lock(_LOCK)
    started, closed = (at.astimezone(programme_zone()).date() for at in (started_at, now))
    half_year = half_year_of(closed)
    if queries.is_published(half_year):
        half_year = half_year_after(half_year)  # it came a moment too late
    db.session.add(
        CountedCase(
            municipality_id=municipality_id,
            half_year=half_year,
            situation=situation,
            outcome=outcome,
            days=max(0, (closed - started).days),
        )
    )
    db.session.flush()


def publish_half_year(*, half_year: str, today: date) -> int:
    """Freeze the figures of a half-year that is over, and forget the cases behind them.

    Returns how many tables that made, 0 where it was done already.
    """
    lock(_LOCK)
    if queries.is_published(half_year):
        return 0
    counted = queries.cases_of(half_year)
    situations = [situation.key for situation in list_situations()]
    known = {
        key: [one for one in cases if one.situation in situations] for key, cases in counted.items()
    }
    tables = {key: figures_of(cases, situations, COUNTED) for key, cases in known.items()}
    shown = {key: table for key, table in tables.items() if table is not None}
    everything = figures_of(programme_wide(known, frozenset(shown)), situations, COUNTED)
    rows = [(None, everything), *shown.items()]
    with conflicts_explained():
        db.session.add_all(
            CaseFigures(
                municipality_id=key, half_year=half_year, published_on=today, figures=figures
            )
            for key, figures in rows
        )
    db.session.execute(delete(CountedCase).where(CountedCase.half_year == half_year))
    return sum(figures is not None for _key, figures in rows)
