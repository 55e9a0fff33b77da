"""Commands on target profiles: what the office recommends, and what a municipality has instead.

Nothing is marked or planned anew by them: a path keeps the targets that it was planned with.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from organisations.models import Function, Municipality, Person
from organisations.topics.models import HIGHEST_LEVEL, TargetLevel
from organisations.topics.queries import (
    TargetLine,
    list_profiles_of,
    list_recommended_profiles,
    state_of,
)

#: What stands in the audit trail where a municipality has no target of its own.
AS_RECOMMENDED = "recommended"


class ChangedMeanwhile(DomainError):
    """Somebody else has saved since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes gespeichert. Gespeichert wurde nichts.")


def recommend_targets(
    *, function: Function, levels: Mapping[int, int], seen: str, actor: Person, now: datetime
) -> int:
    """Recommend `levels` (by competency id) for `function` to all; returns how many are new.

    Municipalities keep what they have of their own. `seen` is what `actor` had before them: raises
    ChangedMeanwhile where something else stands there by now.
    """
    _one_at_a_time()
    lines = list_recommended_profiles()[function]
    _refuse_outdated(seen, state_of(lines, own=False))
    changed = 0
    for line in lines:
        level = levels.get(line.competency.id, line.recommended)
        if level == line.recommended:
            continue
        _put(line, function, None, level, now)
        audit.record(
            "target_level.recommended",
            line.competency,
            actor=actor,
            now=now,
            function=function,
            before=line.recommended,
            after=level,
        )
        changed += 1
    db.session.flush()
    return changed


def adapt_targets(
    *,
    municipality: Municipality,
    function: Function,
    levels: Mapping[int, int | None],
    seen: str,
    actor: Person,
    now: datetime,
) -> int:
    """Have `levels` (by competency id) hold for `function` in `municipality`; how many are new.

    None takes back what it had of its own: the recommendation holds again, whatever becomes of it.
    Raises ChangedMeanwhile like `recommend_targets`.
    """
    _one_at_a_time()
    lines = list_profiles_of([municipality])[municipality.id][function]
    _refuse_outdated(seen, state_of(lines, own=True))
    changed = 0
    for line in lines:
        level = levels.get(line.competency.id, line.own)
        if level == line.own:
            continue
        _put(line, function, municipality.id, level, now)
        audit.record(
            "target_level.adapted",
            municipality,
            actor=actor,
            now=now,
            function=function,
            competency=line.competency.name.de,
            before=_words(line.own),
            after=_words(level),
        )
        changed += 1
    db.session.flush()
    return changed


def return_to_recommendation(
    *, municipality: Municipality, function: Function, actor: Person, now: datetime
) -> int:
    """Take back all that `municipality` has of its own for `function`; returns how much it was."""
    _one_at_a_time()
    lines = list_profiles_of([municipality])[municipality.id][function]
    return adapt_targets(
        municipality=municipality,
        function=function,
        levels=dict.fromkeys((line.competency.id for line in lines), None),
        seen=state_of(lines, own=True),
        actor=actor,
        now=now,
    )


def _put(
    line: TargetLine,
    function: Function,
    municipality_id: int | None,
    level: int | None,
    now: datetime,
) -> None:
    if level is not None and not 0 <= level <= HIGHEST_LEVEL:
        raise DomainError(_l("Bitte wählen Sie eine Stufe der Liste."))
    row = _find_row(line, function, municipality_id)
    if row is None:
        row = TargetLevel(
            function=function, competency_id=line.competency.id, municipality_id=municipality_id
        )
        db.session.add(row)
    row.level, row.changed_at = level, now


def _find_row(
    line: TargetLine, function: Function, municipality_id: int | None
) -> TargetLevel | None:
    query = select(TargetLevel).where(
        TargetLevel.function == function,
        TargetLevel.competency_id == line.competency.id,
        TargetLevel.municipality_id.is_(None)
        if municipality_id is None
        else TargetLevel.municipality_id == municipality_id,
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _refuse_outdated(seen: str, stands: str) -> None:
    if seen != stands:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)


def _words(level: int | None) -> str | int:
    return AS_RECOMMENDED if level is None else level


def _one_at_a_time() -> None:
    """Two who save at once change it one after the other, so that before and after are true."""
    lock("target_levels")
