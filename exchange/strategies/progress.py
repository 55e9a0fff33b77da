"""How far strategy concepts are (module 2): that there are some and when they are due, no text."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import Select, and_, case, func, select

from app.kernel.db import db
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import ngettext
from app.kernel.matrix import READ_STRATEGIES, READ_STRATEGY_FIGURES
from app.kernel.permissions import may
from app.kernel.progress import ProgrammePart, Stage, Standing
from app.kernel.retention import today
from exchange.strategies.models import (
    MeasureState,
    Progress,
    Strategy,
    StrategyKind,
    StrategyVersion,
    VersionState,
)

_PENDING = [state for state in MeasureState if state.is_pending]


@dataclass(frozen=True)
class _Version:
    """What is told of a draft or an adopted version: its measures, and its next date."""

    kind: str
    state: str
    review_on: date | None
    measures: int
    done: int
    overdue: int
    next_due: date | None

    @property
    def is_adopted(self) -> bool:
        return self.state == VersionState.ADOPTED


def standings_of(municipality_ids: Collection[int], now: datetime) -> Mapping[int, Standing]:
    """Where each municipality stands that has begun a concept; one statement."""
    day = today(now)
    versions: dict[int, list[_Version]] = {}
    for at, *facts in db.session.execute(_versions(municipality_ids, day)):
        versions.setdefault(at, []).append(_Version(*facts))
    return {at: _standing(of_one, day) for at, of_one in versions.items()}


def _versions(ids: Collection[int], day: date) -> Select[Any]:
    state, pending = Progress.state, Progress.state.in_(_PENDING)
    return (
        select(
            Strategy.municipality_id,
            Strategy.kind,
            StrategyVersion.state,
            StrategyVersion.review_on,
            func.count(Progress.key).filter(state != MeasureState.DROPPED),
            func.count(Progress.key).filter(state == MeasureState.DONE),
            func.count(Progress.key).filter(and_(pending, Progress.due_on < day)),
            func.min(case((and_(pending, Progress.due_on >= day), Progress.due_on))),
        )
        .join(StrategyVersion.strategy)
        .outerjoin(Progress, Progress.version_id == StrategyVersion.id)
        .where(Strategy.municipality_id.in_(ids), StrategyVersion.state != VersionState.SUPERSEDED)
        .group_by(StrategyVersion.id, Strategy.id)
    )


def _standing(versions: Sequence[_Version], day: date) -> Standing:
    adopted = [one for one in versions if one.is_adopted]
    main = any(one.kind == StrategyKind.ANTI_RACISM for one in adopted)
    next_on, next_step = _next(adopted, day)
    return Standing(
        stage=Stage.REACHED if main else Stage.UNDER_WAY,
        figures=_figures(adopted) if adopted else _("In Arbeit, noch nichts beschlossen"),
        next_on=next_on,
        next_step=next_step,
        risk=_risk(adopted, day),
    )


def _figures(adopted: Sequence[_Version]) -> str:
    return _(
        "%(adopted)s von %(kinds)s Konzepten beschlossen, %(done)s von %(measures)s Maßnahmen "
        "erledigt",
        adopted=len(adopted),
        kinds=len(StrategyKind),
        done=sum(one.done for one in adopted),
        measures=sum(one.measures for one in adopted),
    )


def _next(adopted: Iterable[_Version], day: date) -> tuple[date | None, str]:
    dates = [
        (due, words)
        for one in adopted
        for due, words in (
            (one.review_on, _("Überprüfung einer Strategie")),
            (one.next_due, _("Frist einer Maßnahme")),
        )
        if due is not None and due >= day
    ]
    return min(dates, default=(None, ""))


def _risk(adopted: Iterable[_Version], day: date) -> str:
    adopted = list(adopted)
    if any(one.review_on is not None and one.review_on < day for one in adopted):
        return _("Die Überprüfung einer Strategie ist überfällig.")
    if overdue := sum(one.overdue for one in adopted):
        return ngettext(
            "%(num)s Maßnahme ist überfällig.", "%(num)s Maßnahmen sind überfällig.", overdue
        )
    return ""


def _url(_public_id: str) -> str:
    if may(READ_STRATEGIES):
        return url_for("strategies.index")
    return url_for("strategy_figures.figures") if may(READ_STRATEGY_FIGURES) else ""


STRATEGIES = ProgrammePart(
    name="strategies",
    module="2",
    label=_l("Strategie"),
    milestone=_l("Das antirassistische Strategiekonzept ist beschlossen."),
    standings=standings_of,
    url=_url,
)
