"""Work that is done once each night, or with the first sweep after a night that was missed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import INSERT, Model, db
from app.kernel.i18n import programme_zone
from app.kernel.rewriting import DatabaseBusy

log = structlog.get_logger("komma.jobs")

#: When a new night begins, on the programme's clock.
HOUR = 3


class NightlyRun(Model):
    """The night in which a job was last done to its end."""

    __tablename__ = "nightly_runs"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    night: Mapped[date]


def nightly(name: str, work: Callable[[datetime], int]) -> Callable[[datetime], int]:
    """The sweep of a job that has `work` done once a night. It may commit, and be done twice.

    Where it raises it is tried again with the next sweep.
    """

    def sweep(now: datetime) -> int:
        night = night_of(now)
        last = db.session.get(NightlyRun, name, populate_existing=True)
        if last is not None and last.night >= night:
            return 0
        try:
            done = work(now)
        except DatabaseBusy as busy:
            db.session.rollback()
            log.warning("not_yet", job=name, error=type(busy.__cause__).__name__)
            return 0
        insert = INSERT[db.engine.dialect.name](NightlyRun.__table__).values(name=name, night=night)
        db.session.execute(
            insert.on_conflict_do_update(index_elements=["name"], set_={"night": night})
        )
        return done

    return sweep


def night_of(now: datetime) -> date:
    """The day on which the night began that is the last one at `now`."""
    return (now.astimezone(programme_zone()) - timedelta(hours=HOUR)).date()
