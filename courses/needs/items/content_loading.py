"""Loads the items that KommA ships, and brings a database up to what it ships by now."""

from datetime import datetime

from sqlalchemy import select

from app.kernel import audit
from app.kernel.db import db
from courses.catalogue.content_loading import Outcome
from courses.needs.items import queries
from courses.needs.items.document import document_of
from courses.needs.items.models import NeedsItem, NeedsItemFunction, NeedsItemVersion, VersionState
from courses.needs.items.services import next_number, retire_current
from courses.needs.items.shipped import ShippedItem, items
from organisations.topics.models import Competency


def load_items(now: datetime) -> list[NeedsItem]:
    """Add all shipped items to a database that has their competencies but no item yet."""
    competencies = _competencies()
    return [_add(shipped, competencies[shipped.competency], now) for shipped in items()]


def update_items(now: datetime) -> dict[str, Outcome]:
    """Bring the items up to what this version of KommA ships; says by name what was done.

    An item that somebody has written here, is writing or has taken out of use is kept as it is, and
    so are the special items of the office where a shipped one would be for the same people. What is
    changed is a new version: whoever has answered keeps theirs. Competencies that this database
    does not have are passed over.
    """
    competencies, states = _competencies(), queries.list_item_states()
    outcomes = {}
    for shipped in items():
        competency = competencies.get(shipped.competency)
        if competency is None:
            continue
        held = [state for state in states if _is_for_some_of(state.item, competency, shipped)]
        if not held:
            item = _add(shipped, competency, now)
            audit.record("needs_item.published", item, actor=None, now=now, version=1)
            outcomes[_name(shipped)] = Outcome.ADDED
        else:
            outcomes[_name(shipped)] = _update(shipped, held[0], now)
    return outcomes


def _update(shipped: ShippedItem, state: queries.ItemState, now: datetime) -> Outcome:
    item, current = state.item, state.current
    if (
        current is None
        or current.authors
        or state.draft
        or set(item.functions) != shipped.functions
    ):
        return Outcome.KEPT
    if current.content == document_of(shipped.item):
        return Outcome.UNCHANGED
    number = next_number(item)
    retire_current(item, now)
    db.session.add(_version(item, shipped, number, now))
    db.session.flush()
    audit.record("needs_item.published", item, actor=None, now=now, version=number)
    return Outcome.UPDATED


def _add(shipped: ShippedItem, competency: Competency, now: datetime) -> NeedsItem:
    item = NeedsItem(competency=competency, is_general=shipped.is_general, created_at=now)
    db.session.add(item)
    db.session.flush()
    db.session.add_all(
        NeedsItemFunction(item_id=item.id, competency_id=competency.id, function=function)
        for function in sorted(shipped.functions)
    )
    db.session.add(_version(item, shipped, 1, now))
    db.session.flush()
    return item


def _version(item: NeedsItem, shipped: ShippedItem, number: int, now: datetime) -> NeedsItemVersion:
    return NeedsItemVersion(
        item=item,
        number=number,
        state=VersionState.PUBLISHED,
        content=document_of(shipped.item),
        changed_at=now,
        published_at=now,
    )


def _competencies() -> dict[str, Competency]:
    return {competency.key: competency for competency in db.session.scalars(select(Competency))}


def _is_for_some_of(item: NeedsItem, competency: Competency, shipped: ShippedItem) -> bool:
    if item.competency_id != competency.id or item.is_general != shipped.is_general:
        return False
    return item.is_general or bool(shipped.functions.intersection(item.functions))


def _name(shipped: ShippedItem) -> str:
    return ", ".join((shipped.competency, *sorted(shipped.functions)))
