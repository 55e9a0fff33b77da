"""Commands on a municipality's texts: write, have released by a second person, withdraw."""

from datetime import datetime

from sqlalchemy import CursorResult, delete, update

from app.kernel import audit
from app.kernel.db import conflicts_explained, db, lock
from app.kernel.errors import DomainError, Forbidden, NotFound, explain_constraint
from app.kernel.i18n import lazy_gettext as _l
from exchange.toolbox import queries
from exchange.toolbox.filling import open_places
from exchange.toolbox.models import (
    AidVersion,
    MunicipalText,
    TextComment,
    TextState,
    TextVersion,
)
from notifications.services import notify
from organisations.models import Municipality, Person
from organisations.people.queries import list_grants
from organisations.queries import get_person


class ChangedMeanwhile(DomainError):
    """Somebody else has saved, submitted or decided since the page was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes etwas geändert. Gespeichert wurde nichts.")


class OwnText(Forbidden):
    """Whoever wrote any of it does not release it."""

    MESSAGE = _l("Sie haben an diesem Text mitgeschrieben. Freigeben kann ihn nur jemand anderes.")


class StillOpen(DomainError):
    """The text has places in braces that nobody has filled in; `places` names them."""

    def __init__(self, places: list[str]) -> None:
        super().__init__(_l("Noch offen sind: %(places)s.", places=", ".join(places)), field="body")
        self.places = places


explain_constraint("ck_municipal_texts_by_a_second_person", OwnText.MESSAGE, error=OwnText)


def create_text(
    *,
    municipality: Municipality,
    version: AidVersion,
    language: str,
    title: str,
    body: str,
    actor: Person,
    now: datetime,
) -> MunicipalText:
    """A draft of the municipality's own. What comes from the aid is a copy: it never changes."""
    text = MunicipalText(
        municipality=municipality,
        aid_id=version.aid_id,
        aid_number=version.number,
        language=language,
        state=TextState.DRAFT,
        authors=actor.public_id,
        created_at=now,
        changed_at=now,
    )
    db.session.add(text)
    db.session.flush()
    _add_version(text, title, body, actor, now)
    audit.record("municipal_text.created", text, actor=actor, now=now)
    return text


def save_text(
    *, text: MunicipalText, title: str, body: str, revision: int, actor: Person, now: datetime
) -> bool:
    """Keep what a draft says now as its next version; whether there was anything to keep.

    `revision` is the one that `actor` had before them. Raises ChangedMeanwhile where it is another
    by now, or no draft any more.
    """
    if revision == text.revision and (title, body) == (text.current.title, text.current.body):
        return False
    authors = [actor.public_id, *(one for one in text.author_ids if one != actor.public_id)]
    _move(
        text,
        revision,
        (TextState.DRAFT,),
        now,
        number=MunicipalText.number + 1,
        authors=" ".join(authors),
    )
    _add_version(text, title, body, actor, now)
    audit.record("municipal_text.saved", text, actor=actor, now=now, version=text.number)
    return True


def submit_text(
    *, text: MunicipalText, revision: int, actor: Person, now: datetime
) -> MunicipalText:
    """Ask for its release; whoever may give it is told. Raises StillOpen and ChangedMeanwhile."""
    places = open_places(f"{text.current.title}\n{text.current.body}")
    if places:
        raise StillOpen(places)
    _move(text, revision, (TextState.DRAFT,), now, state=TextState.SUBMITTED)
    audit.record("municipal_text.submitted", text, actor=actor, now=now)
    for person in queries.list_people_who_release(text):
        notify(person=person, template="toolbox/submitted", now=now, text=text)
    return text


def take_back_text(
    *, text: MunicipalText, revision: int, actor: Person, now: datetime
) -> MunicipalText:
    """Go on writing at what waits for its release. Raises ChangedMeanwhile."""
    _move(text, revision, (TextState.SUBMITTED,), now, state=TextState.DRAFT)
    audit.record("municipal_text.taken_back", text, actor=actor, now=now)
    return text


def return_text(
    *, text: MunicipalText, comment: str, revision: int, actor: Person, now: datetime
) -> MunicipalText:
    """Send it back to who wrote it, with what is to be changed; they are told.

    Raises DomainError at `comment` without any, and ChangedMeanwhile.
    """
    if not comment:
        raise DomainError(_l("Bitte schreiben Sie, was zu ändern ist."), field="comment")
    _move(text, revision, (TextState.SUBMITTED,), now, state=TextState.DRAFT)
    _comment(text, comment, actor, now)
    audit.record("municipal_text.returned", text, actor=actor, now=now)
    _tell_authors(text, actor, now)
    return text


def release_text(
    *, text: MunicipalText, comment: str, revision: int, actor: Person, now: datetime
) -> MunicipalText:
    """Say yes: from now on it stays as it is. Its authors are told.

    Raises OwnText for whoever wrote any of its versions (so does the constraint
    `by_a_second_person`), and ChangedMeanwhile.
    """
    if actor.public_id in text.author_ids:
        raise OwnText(OwnText.MESSAGE)
    with conflicts_explained():
        _move(
            text,
            revision,
            (TextState.SUBMITTED,),
            now,
            state=TextState.RELEASED,
            released_by=actor.public_id,
            released_at=now,
        )
    if comment:
        _comment(text, comment, actor, now)
    audit.record("municipal_text.released", text, actor=actor, now=now, version=text.number)
    _tell_authors(text, actor, now)
    return text


def withdraw_text(
    *, text: MunicipalText, comment: str, revision: int, actor: Person, now: datetime
) -> MunicipalText:
    """Use a released text no longer; who wrote and who released it are told.

    Raises DomainError at `comment` without any reason, and ChangedMeanwhile.
    """
    if not comment:
        raise DomainError(_l("Bitte schreiben Sie kurz, warum."), field="comment")
    _move(text, revision, (TextState.RELEASED,), now, state=TextState.WITHDRAWN)
    _comment(text, comment, actor, now)
    audit.record("municipal_text.withdrawn", text, actor=actor, now=now)
    _tell_authors(text, actor, now)
    return text


def continue_text(*, text: MunicipalText, actor: Person, now: datetime) -> MunicipalText:
    """A new draft that begins as a released or withdrawn text ends. Raises ChangedMeanwhile for
    what can be written on as it is.
    """
    if not text.is_frozen:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)
    return create_text(
        municipality=text.municipality,
        version=text.aid_version,
        language=text.language,
        title=text.current.title,
        body=text.current.body,
        actor=actor,
        now=now,
    )


def discard_text(*, text: MunicipalText, revision: int, actor: Person, now: datetime) -> None:
    """Delete a draft with all its versions and comments. Raises ChangedMeanwhile."""
    _move(text, revision, (TextState.DRAFT,), now)
    audit.record("municipal_text.discarded", text, actor=actor, now=now)
    delete_texts([text.id])


def delete_texts(ids: list[int]) -> int:
    """Delete texts with all that belongs to them; returns how many."""
    for table in (TextVersion, TextComment):
        db.session.execute(delete(table).where(table.text_id.in_(ids)))
    deleted: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        delete(MunicipalText)
        .where(MunicipalText.id.in_(ids))
        .execution_options(synchronize_session="fetch")
    )
    return deleted.rowcount


def _move(
    text: MunicipalText,
    revision: int,
    before: tuple[TextState, ...],
    now: datetime,
    **values: object,
) -> None:
    """Of two at once, one UPDATE wins: it names the revision that its author had before them."""
    lock(f"municipal_text:{text.id}")
    moved: CursorResult[object] = db.session.execute(  # type: ignore[assignment]
        update(MunicipalText)
        .where(
            MunicipalText.id == text.id,
            MunicipalText.revision == revision,
            MunicipalText.state.in_(before),
        )
        .values(revision=MunicipalText.revision + 1, changed_at=now, **values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(text)
    if moved.rowcount != 1:
        raise ChangedMeanwhile(ChangedMeanwhile.MESSAGE)


def _add_version(text: MunicipalText, title: str, body: str, actor: Person, now: datetime) -> None:
    db.session.add(
        TextVersion(
            text_id=text.id,
            number=text.number,
            title=title,
            body=body,
            author_public_id=actor.public_id,
            saved_at=now,
        )
    )
    db.session.flush()
    db.session.refresh(text, ["current"])


def _comment(text: MunicipalText, comment: str, actor: Person, now: datetime) -> None:
    db.session.add(
        TextComment(
            text_id=text.id,
            number=text.number,
            author_public_id=actor.public_id,
            comment=comment,
            made_at=now,
        )
    )
    db.session.flush()


def _tell_authors(text: MunicipalText, actor: Person, now: datetime) -> None:
    for public_id in {*text.author_ids, text.released_by or ""} - {"", actor.public_id}:
        try:
            person = get_person(public_id)
        except NotFound:
            continue  # gone meanwhile
        if _works_for(person, text.municipality_id):
            notify(person=person, template="toolbox/decided", now=now, text=text)


def _works_for(person: Person, municipality_id: int) -> bool:
    """Whether somebody still belongs there; whoever has left learns no more of its texts."""
    return municipality_id in {
        person.municipality_id,
        *(grant.municipality_id for grant in list_grants(person)),
    }
