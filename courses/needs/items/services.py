"""Commands of those who write the items of the needs analysis: draft, publish, take out of use.

Whoever is filling in an analysis keeps what they were shown: a published version never changes.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, func, select, update

from app.kernel import audit
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, NotFound, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from courses.needs.items import queries
from courses.needs.items.document import EMPTY, missing_in
from courses.needs.items.models import NeedsItem, NeedsItemFunction, NeedsItemVersion, VersionState
from organisations.models import Person
from organisations.topics.models import Competency

TAKEN = _l("Für diese Funktion gibt es bei dieser Kompetenz schon eine eigene Frage.")


class ChangedMeanwhile(DomainError):
    """Somebody else has saved, published or discarded since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes gespeichert. Gespeichert wurde nichts.")


class NotReady(DomainError):
    """The draft lacks texts; `lacks` has their names."""

    def __init__(self, lacks: Collection[str]) -> None:
        super().__init__(_l("Zum Veröffentlichen fehlen noch Texte."))
        self.lacks = lacks


for _name in ("one_draft", "one_published"):
    explain_constraint(
        f"uq_needs_item_versions_{_name}", ChangedMeanwhile.MESSAGE, error=ChangedMeanwhile
    )
explain_constraint("uq_needs_item_functions_competency_id_function", TAKEN, field="functions")


def create_item(
    *, competency: Competency, functions: Collection[str], actor: Person, now: datetime
) -> NeedsItem:
    """An item for people with one of `functions`, with a draft that says what the general one says.

    Nobody is asked it before it is published. Raises DomainError at `functions` where none is named
    or one has an item of its own already.
    """
    if not functions:
        raise DomainError(_l("Bitte wählen Sie, für wen die Frage ist."), field="functions")
    item = NeedsItem(competency=competency, is_general=False, created_at=now)
    with conflicts_explained():
        db.session.add(item)
        db.session.flush()
        db.session.add_all(
            NeedsItemFunction(item_id=item.id, competency_id=competency.id, function=function)
            for function in sorted(functions)
        )
    _add_draft(item, starting_document(item), actor, now)
    audit.record("needs_item.created", item, actor=actor, now=now)
    return item


def starting_document(item: NeedsItem) -> Mapping[str, Any]:
    """What writing begins with: what the item says or last said, else what the general one says."""
    versions = queries.list_published_versions(item)
    if versions:
        return versions[0].content
    general = None if item.is_general else queries.find_general_item(item.competency)
    current = queries.find_current(general) if general else None
    return current.content if current else EMPTY


def save_draft(
    *, item: NeedsItem, document: Mapping[str, Any], revision: int, actor: Person, now: datetime
) -> NeedsItemVersion | None:
    """Keep what the item is to say next; None where that is what it says already.

    `revision` is that of the draft that `actor` had before them, 0 where there was none. Raises
    ChangedMeanwhile where it is another by now: of two at once, the condition of the UPDATE or the
    constraint lets one through.
    """
    lock(_key(item))
    draft = queries.find_draft(item)
    if draft is None and revision == 0:
        current = queries.find_current(item)
        if current is not None and current.content == document:
            return None
        draft = _add_draft(item, document, actor, now)
    elif draft is None:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    elif draft.revision == revision and draft.content == document:
        return draft
    else:
        _change(
            draft, revision, now, content=dict(document), authors=_authors(actor, draft.author_ids)
        )
    audit.record("needs_item.draft_saved", item, actor=actor, now=now)
    return draft


def publish_draft(
    *, item: NeedsItem, revision: int, actor: Person, now: datetime
) -> NeedsItemVersion:
    """Ask what the draft says, of whoever comes to the question from now on.

    Raises NotReady where texts are missing, ChangedMeanwhile, and NotFound without a draft.
    """
    lock(_key(item))
    draft = _draft(item)
    lacks = missing_in(draft.content)
    if lacks:
        raise NotReady(lacks)
    number = next_number(item)
    with conflicts_explained():
        retire_current(item, now)
        _change(draft, revision, now, state=VersionState.PUBLISHED, number=number, published_at=now)
    audit.record("needs_item.published", item, actor=actor, now=now, version=number)
    return draft


def discard_draft(*, item: NeedsItem, revision: int, actor: Person, now: datetime) -> None:
    """Give up a draft; what is published stays. Raises ChangedMeanwhile and NotFound."""
    lock(_key(item))
    _change(_draft(item), revision, now, state=VersionState.DISCARDED)
    audit.record("needs_item.draft_discarded", item, actor=actor, now=now)


def withdraw_item(*, item: NeedsItem, actor: Person, now: datetime) -> None:
    """Ask the general item again of those whom a special one is for. Twice is as good as once.

    Raises DomainError for a general one: there must be something to ask.
    """
    lock(_key(item))
    if item.is_general:
        raise DomainError(_l("Die allgemeine Frage wird immer gebraucht."))
    if retire_current(item, now):
        audit.record("needs_item.withdrawn", item, actor=actor, now=now)


def next_number(item: NeedsItem) -> int:
    """The number that the next version of `item` is published under."""
    last = db.session.scalar(
        select(func.max(NeedsItemVersion.number)).where(NeedsItemVersion.item_id == item.id)
    )
    return (last or 0) + 1


def retire_current(item: NeedsItem, now: datetime) -> bool:
    """Have the published version give way; whether there was one."""
    result: CursorResult[Any] = db.session.execute(
        update(NeedsItemVersion)
        .where(
            NeedsItemVersion.item_id == item.id, NeedsItemVersion.state == VersionState.PUBLISHED
        )
        .values(state=VersionState.FORMER, changed_at=now)
        .execution_options(synchronize_session="fetch")
    )
    return result.rowcount > 0


def _key(item: NeedsItem) -> str:
    return f"needs_item:{item.id}"


def _authors(actor: Person, earlier: Collection[str]) -> str:
    return " ".join(dict.fromkeys([actor.public_id, *earlier]))


def _add_draft(
    item: NeedsItem, document: Mapping[str, Any], actor: Person, now: datetime
) -> NeedsItemVersion:
    draft = NeedsItemVersion(
        item=item,
        state=VersionState.DRAFT,
        content=dict(document),
        authors=_authors(actor, ()),
        changed_at=now,
    )
    with conflicts_explained():
        db.session.add(draft)
    return draft


def _draft(item: NeedsItem) -> NeedsItemVersion:
    draft = queries.find_draft(item)
    if draft is None:
        raise NotFound
    return draft


def _change(draft: NeedsItemVersion, revision: int, now: datetime, **values: Any) -> None:
    """Change the draft if it is still the one that was seen. Raises ChangedMeanwhile."""
    result: CursorResult[Any] = db.session.execute(
        update(NeedsItemVersion)
        .where(NeedsItemVersion.id == draft.id, NeedsItemVersion.revision == revision)
        .where(NeedsItemVersion.state == VersionState.DRAFT)
        .values(revision=revision + 1, changed_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    db.session.expire(draft)
