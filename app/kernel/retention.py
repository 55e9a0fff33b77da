"""How long each kind of data is kept, and the job that deletes what has become too old.

Features register rules. The office chooses periods within each rule's bounds; everything that tells
somebody how long something is kept asks `RetentionRule.shown`, so no text can say otherwise.
Nothing is kept longer than its period: the job runs once a day, and takes along what comes of age
before its next run. Of what it deleted it writes down the day, the kind and the number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import structlog
from flask import current_app, g
from flask_babel import LazyString, ngettext
from sqlalchemy import CheckConstraint, String, delete, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.base import Identified
from app.kernel.db import INSERT, Model, db, lock, reading
from app.kernel.errors import NotFound
from app.kernel.i18n import Message, gettext, programme_zone, short_date
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.periods import Period, Unit

JOB_NAME = "retention.delete"
ROWS_AT_A_TIME = 500
KIND_LENGTH = 40

log = structlog.get_logger("komma.retention")


class RetentionPeriod(Identified, Model):
    """What the office has chosen for one kind. Until `applies_from`, `former` counts."""

    __tablename__ = "retention_periods"
    __table_args__ = (
        CheckConstraint("amount >= 1 AND former >= 1", name="amounts"),
        CheckConstraint("(former IS NULL) = (applies_from IS NULL)", name="announced"),
    )

    kind: Mapped[str] = mapped_column(String(KIND_LENGTH), unique=True)
    amount: Mapped[int]
    former: Mapped[int | None]
    applies_from: Mapped[date | None]


class RetentionRun(Model):
    """The day on which a kind was done last."""

    __tablename__ = "retention_runs"

    kind: Mapped[str] = mapped_column(String(KIND_LENGTH), primary_key=True)
    day: Mapped[date]


class Deletion(Model):
    """How much of a kind was deleted on a day. Never more than that."""

    __tablename__ = "deletions"
    __table_args__ = (CheckConstraint("count >= 1", name="count"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH), primary_key=True)
    count: Mapped[int]


@dataclass(frozen=True, kw_only=True)
class RetentionRule:
    """One kind of data that is deleted after a while.

    `label` says what it is, `counts_from` from when it is counted. `delete(before=, most=)`
    deletes about `most` of what is older than the instant `before` and returns how much; it is
    called, each time in a transaction of its own, until that is less than `most`. A shorter period
    is announced `notice` in advance, where people can have something out of it before.
    """

    kind: str
    label: Message
    counts_from: Message
    usual: Period
    least: int
    most: int
    delete: Callable[..., int]
    notice: timedelta = timedelta(0)

    @property
    def shown(self) -> LazyString:
        """The period in words, read where it is shown: as the office has chosen by then."""
        return LazyString(lambda: _in_words(self))


@dataclass(frozen=True)
class Chosen:
    """The period of a rule on a day, and the one announced for a later day."""

    current: Period
    coming: Period | None = None
    coming_from: date | None = None


def list_rules() -> list[RetentionRule]:
    """All that the features registered, lowest layer first."""
    features = current_app.extensions["komma"].features
    return [rule for feature in features for rule in feature.retention_rules]


def get_rule(kind: str) -> RetentionRule:
    """The rule of `kind`. Raises NotFound."""
    found = next((rule for rule in list_rules() if rule.kind == kind), None)
    if found is None:
        raise NotFound
    return found


def get_chosen(rule: RetentionRule, day: date) -> Chosen:
    """How long the rule's kind is kept on `day`: as the office chose, else as is usual."""
    row = _chosen_periods().get(rule.kind)
    if row is None:
        return Chosen(rule.usual)
    amount, former, applies_from = row
    chosen = Period(amount, rule.usual.unit)
    if applies_from is None or applies_from <= day:
        return Chosen(chosen)
    return Chosen(Period(former, rule.usual.unit), chosen, applies_from)


def today(now: datetime | None = None) -> date:
    """The day by the programme's clock, by which periods are counted."""
    return (now or clock.now()).astimezone(programme_zone()).date()


def period_text(period: Period) -> str:
    """`30 Tage`, `6 Monate`, `5 Jahre`."""
    if period.whole_years is not None:
        return ngettext("%(num)s Jahr", "%(num)s Jahre", period.whole_years)
    if period.unit is Unit.MONTHS:
        return ngettext("%(num)s Monat", "%(num)s Monate", period.amount)
    return ngettext("%(num)s Tag", "%(num)s Tage", period.amount)


def period_of(kind: str) -> str:
    """The period of `kind` in words, for templates. Raises NotFound."""
    return _in_words(get_rule(kind))


def forget_read_periods() -> None:
    """Have periods read anew: they have just been changed."""
    g.pop("retention_periods", None)


def delete_rows(model: Any, *conditions: Any, most: int) -> int:
    """Delete at most `most` rows of `model` that meet the conditions; returns how many."""
    key = inspect(model).primary_key[0]
    ids = select(key).where(*conditions).limit(most)
    gone = db.session.execute(
        delete(model).where(key.in_(ids)).execution_options(synchronize_session=False)
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def delete_due(now: datetime) -> int:
    """Do today's deletions of every kind that has not been done today; returns how much went.

    Each batch is a transaction of its own, with what is written down of it: whoever is killed
    half-way goes on with the next sweep. A kind that fails keeps no other from its turn; of the
    failure only its kind is logged, since its words might hold data.
    """
    day = today(now)
    with reading():
        forget_read_periods()
        done = set(db.session.scalars(select(RetentionRun.kind).where(RetentionRun.day >= day)))
        due = [(rule, get_chosen(rule, day)) for rule in list_rules() if rule.kind not in done]
    return sum(_delete_safely(rule, chosen.current, day) for rule, chosen in due)


def _delete_safely(rule: RetentionRule, period: Period, day: date) -> int:
    try:
        return _delete(rule, period, day)
    except Exception as error:
        db.session.rollback()
        log.warning("not_deleted", kind=rule.kind, error=type(error).__name__)
        return 0


def _delete(rule: RetentionRule, period: Period, day: date) -> int:
    total, gone = 0, ROWS_AT_A_TIME
    while gone >= ROWS_AT_A_TIME:
        lock(f"retention:{rule.kind}")
        gone = rule.delete(before=_before(period, day), most=ROWS_AT_A_TIME)
        if gone:
            _write_down(rule.kind, gone, day)
        if gone < ROWS_AT_A_TIME:
            _note_done(rule.kind, day)
        db.session.commit()
        total += gone
    return total


def _before(period: Period, day: date) -> datetime:
    """All that is older comes of age in the course of `day`."""
    first_kept = period.before(day + timedelta(days=1))
    return datetime.combine(first_kept, time(), programme_zone()).astimezone(UTC)


def _write_down(kind: str, count: int, day: date) -> None:
    insert = INSERT[db.engine.dialect.name](Deletion).values(day=day, kind=kind, count=count)
    more = {"count": Deletion.count + insert.excluded.count}
    db.session.execute(insert.on_conflict_do_update(index_elements=["day", "kind"], set_=more))


def _note_done(kind: str, day: date) -> None:
    insert = INSERT[db.engine.dialect.name](RetentionRun).values(kind=kind, day=day)
    db.session.execute(insert.on_conflict_do_update(index_elements=["kind"], set_={"day": day}))


def _in_words(rule: RetentionRule) -> str:
    chosen = get_chosen(rule, today())
    text = period_text(chosen.current)
    if chosen.coming is None or chosen.coming_from is None:
        return text
    return gettext(
        "%(period)s (ab %(day)s: %(coming)s)",
        period=text,
        day=short_date(chosen.coming_from),
        coming=period_text(chosen.coming),
    )


def _chosen_periods() -> dict[str, tuple[int, int, date | None]]:
    """What the office has chosen, by kind; read once a request."""
    if "retention_periods" not in g:
        rows = db.session.scalars(select(RetentionPeriod))
        g.retention_periods = {row.kind: (row.amount, row.former, row.applies_from) for row in rows}
    return g.retention_periods


def _delete_old_notes(*, before: datetime, most: int) -> int:  # noqa: ARG001 - never many
    old = delete(Deletion).where(Deletion.day < today(before))
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]


NOTES = RetentionRule(
    kind="deletions",
    label=_l("Zahlen dazu, was wann gelöscht wurde"),
    counts_from=_l("nach der Löschung"),
    usual=Period(36, Unit.MONTHS),
    least=12,
    most=120,
    delete=_delete_old_notes,
)
