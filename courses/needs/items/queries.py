"""Reads of items and their versions: what is asked of whom, and what the office works on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.kernel.db import db
from app.kernel.errors import NotFound
from courses.needs.items.models import NeedsItem, NeedsItemFunction, NeedsItemVersion, VersionState
from organisations.topics.models import Competency

#: In these states a version may have been answered.
READABLE = (VersionState.PUBLISHED, VersionState.FORMER)


@dataclass(frozen=True)
class ItemState:
    """An item, what it says now and what is being written. Out of use where nothing is current."""

    item: NeedsItem
    current: NeedsItemVersion | None
    draft: NeedsItemVersion | None


def find_asked_versions(
    function: str | None, answered: Mapping[int, str]
) -> dict[int, NeedsItemVersion]:
    """By competency id, the version that somebody with `function` is asked; one statement.

    Where they have answered already, `answered` says which version by its public id, and that one
    stays. Else it is the one published for their function, or else the general one.
    """
    versions = db.session.scalars(
        select(NeedsItemVersion)
        .join(NeedsItemVersion.item)
        .where(
            or_(
                _is_offered_to(function),
                NeedsItemVersion.public_id.in_(answered.values())
                & NeedsItemVersion.state.in_(READABLE),
            )
        )
        .options(contains_eager(NeedsItemVersion.item))
    ).all()
    return _most_special(versions, answered)


def find_readable_version(public_id: str, competency: Competency) -> NeedsItemVersion | None:
    """A version of an item of `competency` that is or was published."""
    return db.session.scalar(
        select(NeedsItemVersion)
        .join(NeedsItemVersion.item)
        .where(
            NeedsItemVersion.public_id == public_id,
            NeedsItemVersion.state.in_(READABLE),
            NeedsItem.competency_id == competency.id,
        )
        .options(contains_eager(NeedsItemVersion.item))
    )


def find_versions(public_ids: Collection[str]) -> dict[str, NeedsItemVersion]:
    """By public id, versions with their items and functions."""
    versions = db.session.scalars(
        select(NeedsItemVersion)
        .where(NeedsItemVersion.public_id.in_(public_ids))
        .options(joinedload(NeedsItemVersion.item).selectinload(NeedsItem.audience))
    )
    return {version.public_id: version for version in versions}


def list_item_states() -> list[ItemState]:
    """All items by competency, the general one first; a fixed number of statements."""
    items = db.session.scalars(
        select(NeedsItem)
        .join(NeedsItem.competency)
        .order_by(Competency.position, NeedsItem.is_general.desc(), NeedsItem.id)
        .options(contains_eager(NeedsItem.competency), selectinload(NeedsItem.audience))
    ).all()
    open_versions = db.session.scalars(
        select(NeedsItemVersion).where(
            NeedsItemVersion.state.in_([VersionState.PUBLISHED, VersionState.DRAFT])
        )
    )
    held = {(version.item_id, version.state): version for version in open_versions}
    return [
        ItemState(
            item,
            held.get((item.id, VersionState.PUBLISHED)),
            held.get((item.id, VersionState.DRAFT)),
        )
        for item in items
    ]


def get_item(public_id: str) -> NeedsItem:
    """The item with its competency and functions. Raises NotFound."""
    item = db.session.scalar(
        select(NeedsItem)
        .where(NeedsItem.public_id == public_id)
        .options(joinedload(NeedsItem.competency), selectinload(NeedsItem.audience))
    )
    if item is None:
        raise NotFound
    return item


def find_draft(item: NeedsItem) -> NeedsItemVersion | None:
    """What is being written."""
    return _version_in(item, VersionState.DRAFT)


def find_current(item: NeedsItem) -> NeedsItemVersion | None:
    """What is published now."""
    return _version_in(item, VersionState.PUBLISHED)


def list_published_versions(item: NeedsItem) -> Sequence[NeedsItemVersion]:
    """All that was ever published, the newest first."""
    return db.session.scalars(
        select(NeedsItemVersion)
        .where(NeedsItemVersion.item_id == item.id, NeedsItemVersion.state.in_(READABLE))
        .order_by(NeedsItemVersion.number.desc())
    ).all()


def get_version(item: NeedsItem, number: int) -> NeedsItemVersion:
    """The version that was published under `number`. Raises NotFound."""
    version = db.session.scalar(
        select(NeedsItemVersion).where(
            NeedsItemVersion.item_id == item.id, NeedsItemVersion.number == number
        )
    )
    if version is None:
        raise NotFound
    return version


def find_general_item(competency: Competency) -> NeedsItem | None:
    """The item for everybody for whom there is no special one."""
    return db.session.scalar(
        select(NeedsItem).where(NeedsItem.competency_id == competency.id, NeedsItem.is_general)
    )


def list_keys_without_item() -> list[str]:
    """Keys of competencies about which nobody can be asked; empty where all is well."""
    asked = exists().where(
        NeedsItem.competency_id == Competency.id,
        NeedsItem.is_general,
        NeedsItemVersion.item_id == NeedsItem.id,
        NeedsItemVersion.state == VersionState.PUBLISHED,
    )
    return list(
        db.session.scalars(select(Competency.key).where(~asked).order_by(Competency.position))
    )


def _is_offered_to(function: str | None) -> ColumnElement[bool]:
    """Published, and general or special for `function`."""
    special = exists().where(
        NeedsItemFunction.item_id == NeedsItem.id, NeedsItemFunction.function == function
    )
    return (NeedsItemVersion.state == VersionState.PUBLISHED) & (NeedsItem.is_general | special)


def _most_special(
    versions: Iterable[NeedsItemVersion], answered: Mapping[int, str]
) -> dict[int, NeedsItemVersion]:
    """Per competency: what was answered before what is special before what is general."""

    def rank(version: NeedsItemVersion) -> tuple[bool, bool]:
        stays = answered.get(version.item.competency_id) == version.public_id
        return stays, version.state == VersionState.PUBLISHED and not version.item.is_general

    return {version.item.competency_id: version for version in sorted(versions, key=rank)}


def _version_in(item: NeedsItem, state: VersionState) -> NeedsItemVersion | None:
    return db.session.scalar(
        select(NeedsItemVersion).where(
            NeedsItemVersion.item_id == item.id, NeedsItemVersion.state == state
        )
    )
