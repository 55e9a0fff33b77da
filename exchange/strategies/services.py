"""Commands on strategy concepts: write a draft, have it adopted, say how far measures have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from app.kernel import audit
from app.kernel.base import new_public_id
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, NotFound, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from exchange.strategies import queries
from exchange.strategies.document import Lack, missing_in, review_day_of
from exchange.strategies.models import (
    MeasureState,
    Progress,
    Strategy,
    StrategyKind,
    StrategyVersion,
    VersionState,
)
from notifications.services import notify
from organisations.models import Municipality, Person

REVIEW_MAIL = "strategies/review_due"

#: How long before the day of a review its coordinators are reminded.
REMINDED_BEFORE = timedelta(days=28)


class ChangedMeanwhile(DomainError):
    """Somebody else has saved, adopted or discarded since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes gespeichert.")


class AlreadyThere(DomainError):
    """The municipality has a concept of that kind."""

    MESSAGE = _l("Ihre Kommune hat schon ein Konzept dieser Art.")


class ReviewTooEarly(DomainError):
    """The day of the review does not come after that of the decision."""

    MESSAGE = _l("Der Tag der Überprüfung im Entwurf muss nach dem Beschluss liegen.")


class NotReady(DomainError):
    """The draft lacks something that every adopted concept has; `lacks` says what."""

    def __init__(self, lacks: list[Lack]) -> None:
        super().__init__(_l("Für den Beschluss fehlt noch etwas."))
        self.lacks = lacks


for _constraint in ("uq_strategy_versions_one_draft", "uq_strategy_versions_one_adopted"):
    explain_constraint(_constraint, ChangedMeanwhile.MESSAGE, error=ChangedMeanwhile)
explain_constraint(
    "uq_strategies_municipality_id_kind", AlreadyThere.MESSAGE, field="kind", error=AlreadyThere
)
explain_constraint(
    "ck_strategy_versions_review_after_adoption",
    ReviewTooEarly.MESSAGE,
    field="adopted_on",
    error=ReviewTooEarly,
)


@dataclass(frozen=True)
class Adoption:
    """Which body decided, on which day."""

    adopted_by: str
    adopted_on: date


def create_strategy(
    *,
    municipality: Municipality,
    kind: StrategyKind,
    document: Mapping[str, Any],
    actor: Person,
    now: datetime,
) -> StrategyVersion:
    """A concept of `municipality` that nobody has adopted yet: a draft that says `document`.

    Raises AlreadyThere where it has one of that kind.
    """
    strategy = Strategy(
        public_id=new_public_id(), municipality=municipality, kind=kind, created_at=now
    )
    with conflicts_explained():
        db.session.add(strategy)
    draft = _add_draft(strategy, document, actor, now)
    audit.record("strategy.created", strategy, actor=actor, now=now)
    return draft


def save_draft(
    *,
    strategy: Strategy,
    document: Mapping[str, Any],
    revision: int,
    actor: Person,
    now: datetime,
) -> StrategyVersion | None:
    """Keep what the concept is to say next; None where that is what it says already.

    `revision` is that of the draft that `actor` had before them, 0 where there was none. Raises
    ChangedMeanwhile where it is another by now: of two at once, one wins.
    """
    lock(_key(strategy))
    draft = queries.find_draft(strategy)
    if revision != (draft.revision if draft else 0):
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    before = draft or queries.find_adopted(strategy)
    if before is not None and before.content == document:
        return None
    if draft is None:
        draft = _add_draft(strategy, document, actor, now)
    else:
        _change(
            draft,
            revision,
            title=document["title"],
            content=dict(document),
            author_public_id=actor.public_id,
            revision=revision + 1,
            changed_at=now,
        )
    audit.record("strategy.draft_saved", strategy, actor=actor, now=now)
    return draft


def discard_draft(*, strategy: Strategy, revision: int, actor: Person, now: datetime) -> None:
    """Give up what was being written. Raises ChangedMeanwhile and NotFound.

    A concept that was never adopted goes with it.
    """
    lock(_key(strategy))
    draft = _draft_of(strategy, revision)
    audit.record("strategy.draft_discarded", strategy, actor=actor, now=now)
    db.session.delete(draft)
    db.session.flush()
    if not queries.list_versions(strategy):
        db.session.delete(strategy)
        db.session.flush()


def adopt_draft(
    *, strategy: Strategy, revision: int, adoption: Adoption, actor: Person, now: datetime
) -> StrategyVersion:
    """Have the draft hold from now on, as a body decided.

    What held before is superseded; measures that both have go on from where they are. Raises
    NotReady, ReviewTooEarly, ChangedMeanwhile and NotFound.
    """
    lock(_key(strategy))
    draft = _draft_of(strategy, revision)
    lacks = missing_in(draft.content)
    if lacks:
        raise NotReady(lacks)
    last = db.session.scalar(
        select(func.max(StrategyVersion.number)).where(StrategyVersion.strategy_id == strategy.id)
    )
    number, before = (last or 0) + 1, queries.find_adopted(strategy)
    with conflicts_explained():
        if before is not None:
            before.state, before.ended_at = VersionState.SUPERSEDED, now
            db.session.flush()
        _change(
            draft,
            revision,
            state=VersionState.ADOPTED,
            number=number,
            adopted_by=adoption.adopted_by,
            adopted_on=adoption.adopted_on,
            review_on=review_day_of(draft.content),
        )
    _carry_over(before, draft, now)
    audit.record("strategy.adopted", strategy, actor=actor, now=now, version=number)
    return draft


def report_progress(
    *,
    strategy: Strategy,
    key: str,
    state: MeasureState,
    note: str,
    revision: int,
    actor: Person,
    now: datetime,
) -> None:
    """Say how far a measure of what is adopted has come; no new version is needed for that.

    `revision` is that of the progress that `actor` had before them. Raises ChangedMeanwhile where
    it is another by now, or another version was adopted.
    """
    adopted = select(StrategyVersion.id).where(
        StrategyVersion.strategy_id == strategy.id, StrategyVersion.state == VersionState.ADOPTED
    )
    lock(_key(strategy))
    changed = db.session.execute(
        update(Progress)
        .where(
            Progress.version_id == adopted.scalar_subquery(),
            Progress.key == key,
            Progress.revision == revision,
        )
        .values(state=state, note=note, revision=revision + 1, changed_at=now)
        .execution_options(synchronize_session="fetch")
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    audit.record("strategy.progress_reported", strategy, actor=actor, now=now)


def remind_of_review(*, version: StrategyVersion, now: datetime) -> bool:
    """Tell who coordinates that the concept is to be looked at; of two workers one does."""
    claimed = db.session.execute(
        update(Strategy)
        .where(
            Strategy.id == version.strategy_id,
            or_(Strategy.reminded_of.is_(None), Strategy.reminded_of != version.review_on),
        )
        .values(reminded_of=version.review_on)
        .execution_options(synchronize_session="fetch")
    )
    if claimed.rowcount != 1:
        return False
    for person in queries.list_writers(version.strategy):
        notify(person=person, template=REVIEW_MAIL, now=now, version=version)
    return True


def _key(strategy: Strategy) -> str:
    return f"strategy:{strategy.public_id}"


def _add_draft(
    strategy: Strategy, document: Mapping[str, Any], actor: Person, now: datetime
) -> StrategyVersion:
    draft = StrategyVersion(
        public_id=new_public_id(),
        strategy=strategy,
        title=document["title"],
        content=dict(document),
        author_public_id=actor.public_id,
        changed_at=now,
    )
    with conflicts_explained():
        db.session.add(draft)
    return draft


def _draft_of(strategy: Strategy, revision: int) -> StrategyVersion:
    draft = queries.find_draft(strategy)
    if draft is None:
        raise NotFound
    if draft.revision != revision:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    return draft


def _change(draft: StrategyVersion, seen: int, **values: Any) -> None:
    """Change the draft if it is still the one that was seen. Raises ChangedMeanwhile."""
    changed = db.session.execute(
        update(StrategyVersion)
        .where(
            StrategyVersion.id == draft.id,
            StrategyVersion.revision == seen,
            StrategyVersion.state == VersionState.DRAFT,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(draft)
    if changed.rowcount != 1:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)


def _carry_over(before: StrategyVersion | None, after: StrategyVersion, now: datetime) -> None:
    """Begin the measures of `after`, each from where `before` has left it."""
    known = queries.list_progress(before) if before else {}
    for measure in after.measures:
        left = known.get(measure.key)
        db.session.add(
            Progress(
                version_id=after.id,
                key=measure.key,
                due_on=measure.due_on,
                state=left.state if left else MeasureState.OPEN,
                note=left.note if left else "",
                changed_at=left.changed_at if left else now,
            )
        )
    db.session.flush()
