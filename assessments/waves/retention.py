"""How long results of groups are kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, delete, select, update
from sqlalchemy.orm import aliased

from app.kernel.db import db
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit
from app.kernel.retention import RetentionRule
from assessments.waves.models import Wave, WaveState

OVER = (WaveState.FROZEN, WaveState.WITHDRAWN)


def delete_results(*, before: datetime, most: int) -> int:
    """Delete at most `most` waves that ended before then, with their tables; returns how many.

    One stays as long as people give to the wave that follows it: its counts are needed there.
    """
    later = aliased(Wave)
    still_needed = select(later.follows_id).where(
        later.follows_id.is_not(None), later.state.not_in(OVER)
    )
    old = select(Wave.id).where(
        Wave.state.in_(OVER),
        Wave.key_erased.is_(True),
        Wave.closed_at < before,
        Wave.id.not_in(still_needed),
    )
    ids = db.session.scalars(old.limit(most)).all()
    quietly = {"synchronize_session": False}
    db.session.execute(
        update(Wave)
        .where(Wave.follows_id.in_(ids))
        .values(follows_id=None)
        .execution_options(**quietly)
    )
    for column in _columns_of_waves():
        db.session.execute(delete(column.table).where(column.in_(ids)))
    gone = db.session.execute(delete(Wave).where(Wave.id.in_(ids)).execution_options(**quietly))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _columns_of_waves() -> list[Column[Any]]:
    """By which column each table says to which wave a row belongs: it goes with the wave."""
    own = Wave.__table__
    return [
        key.parent
        for table in Wave.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is own and table is not own
    ]


KEPT_RESULTS = RetentionRule(
    kind="wave_results",
    label=_l("Ergebnisse von Gruppen aus Selbsteinschätzungen"),
    counts_from=_l("nach dem Ende der Erhebung"),
    usual=Period(120, Unit.MONTHS),
    least=12,
    most=240,
    delete=delete_results,
)
