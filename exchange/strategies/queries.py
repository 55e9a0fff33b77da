"""Reads of strategy concepts, as far as the one who reads belongs to their municipality."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.matrix import WRITE_STRATEGIES
from app.kernel.permissions import SCOPED_ROLES
from exchange.strategies.models import (
    MeasureState,
    Progress,
    Strategy,
    StrategyKind,
    StrategyVersion,
    VersionState,
)
from organisations.accounts.models import Account, RoleGrant
from organisations.models import Municipality, Person

_PENDING = [state for state in MeasureState if state.is_pending]


@dataclass(frozen=True)
class Shelf:
    """A concept with what is adopted and what is being written; one of them is there."""

    strategy: Strategy
    adopted: StrategyVersion | None
    draft: StrategyVersion | None

    @property
    def title(self) -> str:
        """What it is called."""
        return next(one for one in (self.adopted, self.draft) if one is not None).title


@dataclass(frozen=True)
class Tally:
    """Since when there is an adopted concept; how many measures it has, and how far they are.

    Dropped measures do not count.
    """

    since: date
    measures: int
    done: int
    overdue: int


def list_shelves(account: Account, *, municipality: Municipality | None = None) -> list[Shelf]:
    """The concepts of the municipalities of `account`, or of one of them, by municipality and kind.

    One statement. Who does not write there sees those that are adopted.
    """
    written = written_municipality_ids(account)
    known = {account.person.municipality_id} | written
    if municipality is not None:
        known &= {municipality.id}
    versions = db.session.scalars(
        select(StrategyVersion)
        .join(StrategyVersion.strategy)
        .join(Strategy.municipality)
        .where(Strategy.municipality_id.in_(known - {None}))
        .where(StrategyVersion.state != VersionState.SUPERSEDED)
        .options(joinedload(StrategyVersion.strategy).joinedload(Strategy.municipality))
        .order_by(Municipality.name, Strategy.id)
    ).all()
    order, by_strategy = list(StrategyKind), dict[Strategy, list[StrategyVersion]]()
    for version in versions:
        by_strategy.setdefault(version.strategy, []).append(version)
    shelves = [_shelf(strategy, of_one) for strategy, of_one in by_strategy.items()]
    return sorted(
        (one for one in shelves if one.adopted or one.strategy.municipality_id in written),
        key=lambda one: (
            one.strategy.municipality.name,
            one.strategy.municipality_id,
            order.index(StrategyKind(one.strategy.kind)),
        ),
    )


def get_shelf(account: Account, public_id: str) -> Shelf:
    """One concept, under the same conditions. Raises NotFound."""
    own = Strategy.municipality_id == account.person.municipality_id
    writes = Strategy.municipality_id.in_(written_municipality_ids(account))
    strategy = db.session.scalar(
        select(Strategy)
        .where(Strategy.public_id == public_id, or_(own, writes))
        .options(joinedload(Strategy.municipality))
    )
    if strategy is not None:
        shelf = _shelf(strategy, list_versions(strategy))
        if shelf.adopted or may_write(account, strategy):
            return shelf
    raise NotFound


def get_written_shelf(account: Account, public_id: str) -> Shelf:
    """One concept that `account` may change. Raises NotFound."""
    shelf = get_shelf(account, public_id)
    if not may_write(account, shelf.strategy):
        raise NotFound
    return shelf


def list_versions(strategy: Strategy) -> Sequence[StrategyVersion]:
    """All versions, the newest first, a draft before them."""
    versions = db.session.scalars(
        select(StrategyVersion).where(StrategyVersion.strategy_id == strategy.id)
    ).all()
    return sorted(versions, key=lambda version: version.number or 1_000_000, reverse=True)


def list_readable_versions(account: Account, shelf: Shelf) -> list[StrategyVersion]:
    """Those that `account` may read, the newest first: a draft is for who writes alone."""
    writes = may_write(account, shelf.strategy)
    return [one for one in list_versions(shelf.strategy) if writes or one.number is not None]


def get_adopted_version(strategy: Strategy, number: int) -> StrategyVersion:
    """The version of that number. Raises NotFound."""
    version = db.session.scalar(
        select(StrategyVersion).where(
            StrategyVersion.strategy_id == strategy.id, StrategyVersion.number == number
        )
    )
    if version is None:
        raise NotFound
    return version


def find_draft(strategy: Strategy) -> StrategyVersion | None:
    """What is being written, read anew; None where nothing is."""
    return _find(strategy, VersionState.DRAFT)


def find_adopted(strategy: Strategy) -> StrategyVersion | None:
    """What is adopted now, read anew; None where nothing is."""
    return _find(strategy, VersionState.ADOPTED)


def list_progress(version: StrategyVersion) -> dict[str, Progress]:
    """How far each measure of an adopted version has come, by its key."""
    rows = db.session.scalars(select(Progress).where(Progress.version_id == version.id))
    return {row.key: row for row in rows}


def get_progress(version: StrategyVersion | None, key: str) -> Progress:
    """How far one measure of it has come. Raises NotFound."""
    progress = db.session.get(Progress, (version.id, key)) if version else None
    if progress is None:
        raise NotFound
    return progress


def list_written_municipalities(account: Account) -> list[Municipality]:
    """By name, the municipalities for which `account` may write concepts."""
    ids = written_municipality_ids(account)
    query = select(Municipality).where(Municipality.id.in_(ids)).order_by(Municipality.name)
    return list(db.session.scalars(query)) if ids else []


def may_write(account: Account, strategy: Strategy) -> bool:
    """Whether `account` may change the concept."""
    return strategy.municipality_id in written_municipality_ids(account)


def written_municipality_ids(account: Account) -> set[int]:
    """Where `account` coordinates, or stands in for who does."""
    roles = WRITE_STRATEGIES.roles & SCOPED_ROLES
    return {
        grant.municipality_id
        for grant in account.grants
        if grant.role in roles and grant.municipality_id is not None
    }


def list_writers(strategy: Strategy) -> Sequence[Person]:
    """Who coordinates the municipality of a concept, or stands in for it."""
    holders = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(WRITE_STRATEGIES.roles),
        RoleGrant.municipality_id == strategy.municipality_id,
    )
    return db.session.scalars(
        select(Person).where(Person.id.in_(holders)).order_by(Person.id)
    ).all()


def list_ids_to_review(until: date) -> Sequence[int]:
    """The ids of adopted versions to be looked at by `until`, of which nobody was reminded."""
    unreminded = or_(
        Strategy.reminded_of.is_(None), Strategy.reminded_of != StrategyVersion.review_on
    )
    query = select(StrategyVersion.id).join(StrategyVersion.strategy)
    due = (StrategyVersion.state == VersionState.ADOPTED, StrategyVersion.review_on <= until)
    return db.session.scalars(query.where(*due, unreminded).order_by(StrategyVersion.id)).all()


def list_municipalities() -> Sequence[Municipality]:
    """All of them by name."""
    return db.session.scalars(
        select(Municipality).order_by(Municipality.name, Municipality.id)
    ).all()


def count_measures(
    municipalities: Iterable[Municipality], *, day: date
) -> dict[tuple[int, str], Tally]:
    """By municipality and kind, what is adopted there, as of `day`; one statement."""
    state, any_version = Progress.state, aliased(StrategyVersion)
    first_adopted = (
        select(func.min(any_version.adopted_on))
        .where(any_version.strategy_id == Strategy.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Strategy.municipality_id,
            Strategy.kind,
            first_adopted,
            func.count().filter(state != MeasureState.DROPPED),
            func.count().filter(state == MeasureState.DONE),
            func.count().filter(and_(state.in_(_PENDING), Progress.due_on < day)),
        )
        .select_from(StrategyVersion)
        .join(StrategyVersion.strategy)
        .join(Progress, Progress.version_id == StrategyVersion.id)
        .where(
            StrategyVersion.state == VersionState.ADOPTED,
            Strategy.municipality_id.in_({one.id for one in municipalities}),
        )
        .group_by(Strategy.id, Strategy.municipality_id, Strategy.kind)
    )
    return {(municipality, kind): Tally(*numbers) for municipality, kind, *numbers in rows}


def _find(strategy: Strategy, state: VersionState) -> StrategyVersion | None:
    query = select(StrategyVersion).where(
        StrategyVersion.strategy_id == strategy.id, StrategyVersion.state == state
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _shelf(strategy: Strategy, versions: Sequence[StrategyVersion]) -> Shelf:
    by_state = {version.state: version for version in versions}
    return Shelf(strategy, by_state.get(VersionState.ADOPTED), by_state.get(VersionState.DRAFT))
