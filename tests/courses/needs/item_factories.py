"""Items as the office writes them. Everything is flushed, nothing committed."""

from app.kernel.db import db
from courses.needs.items import queries, services
from courses.needs.items.document import document_from, texts_of
from courses.needs.items.models import NeedsItem, NeedsItemVersion
from organisations.models import Person
from organisations.topics.models import Competency
from tests.house.clock import START


def general_item(competency: Competency) -> NeedsItem:
    item = queries.find_general_item(competency)
    assert item is not None
    return item


def current_of(item: NeedsItem) -> NeedsItemVersion:
    version = queries.find_current(item)
    assert version is not None
    return version


def save(item: NeedsItem, actor: Person, *, revision: int = 0, **texts: str) -> NeedsItemVersion:
    """A draft that differs from what is there in `texts`."""
    draft = queries.find_draft(item)
    document = draft.content if draft else services.starting_document(item)
    changed = document_from(texts_of(document) | texts)
    services.save_draft(item=item, document=changed, revision=revision, actor=actor, now=START)
    saved = queries.find_draft(item)
    assert saved is not None
    return saved


def publish(item: NeedsItem, actor: Person, **texts: str) -> NeedsItemVersion:
    """The same, published."""
    draft = queries.find_draft(item)
    draft = save(item, actor, revision=draft.revision if draft else 0, **texts)
    version = services.publish_draft(item=item, revision=draft.revision, actor=actor, now=START)
    db.session.refresh(version)
    return version


def make_special(competency: Competency, actor: Person, *functions: str) -> NeedsItem:
    """An item for some functions, still a draft."""
    return services.create_item(competency=competency, functions=functions, actor=actor, now=START)
