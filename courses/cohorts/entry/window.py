"""From when until when people enrol by themselves: days on the wall, instants in the database."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts.models import Cohort
from organisations.models import Person

#: Opens and closes; None where there is no such bound.
Window = tuple[datetime | None, datetime | None]


def window_of(first: date | None, last: date | None, zone: ZoneInfo) -> Window:
    """From the beginning of the first day to the end of the last one, by the clock in `zone`.

    Raises DomainError at `enrolment_closes` where it would end before it begins.
    """
    if first is not None and last is not None and last < first:
        raise DomainError(_l("Der letzte Tag liegt vor dem ersten."), field="enrolment_closes")
    opens = _midnight(first, zone) if first else None
    closes = _midnight(last + timedelta(days=1), zone) if last else None
    return opens, closes


def days_of(cohort: Cohort, zone: ZoneInfo) -> tuple[date | None, date | None]:
    """The first and the last day of the window, by the clock in `zone`."""
    opens, last = cohort.enrolment_opens_at, cohort.enrolment_last_day
    return (
        opens.astimezone(zone).date() if opens else None,
        last.astimezone(zone).date() if last else None,
    )


def change_window(*, cohort: Cohort, window: Window, actor: Person, now: datetime) -> Cohort:
    """Have people enrol in that time. Who holds a seat or waits keeps it."""
    lock(f"cohort:{cohort.id}")
    if (cohort.enrolment_opens_at, cohort.enrolment_closes_at) != window:
        cohort.enrolment_opens_at, cohort.enrolment_closes_at = window
        db.session.flush()
        audit.record("cohort.window_changed", cohort, actor=actor, now=now)
    return cohort


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
