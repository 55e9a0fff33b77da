"""Reads of self-assessments. Only the owner's: every query takes the person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.vault import KeyErased
from assessments.administrations.models import Administration
from assessments.administrations.sealed import Contents, open_contents, open_each
from organisations.models import Person


@dataclass(frozen=True)
class Opened:
    """A self-assessment and what it holds."""

    administration: Administration
    contents: Contents


def find_draft(person: Person) -> Administration | None:
    """What the person has begun and not finished."""
    return db.session.scalar(
        select(Administration).where(
            Administration.person_id == person.id, Administration.taken_at.is_(None)
        )
    )


def find_opened_draft(person: Person) -> Opened | None:
    """The draft with what was answered so far; none where its key was erased."""
    draft = find_draft(person)
    return None if draft is None else _find_opened(draft)


def get_taken(person: Person, public_id: str) -> Opened:
    """A finished one of the person's own that was not erased. Raises NotFound for all others."""
    administration = db.session.scalar(
        select(Administration).where(
            Administration.public_id == public_id,
            Administration.person_id == person.id,
            Administration.taken_at.is_not(None),
        )
    )
    opened = None if administration is None else _find_opened(administration)
    if opened is None:
        raise NotFound
    return opened


def list_taken(person: Person) -> list[Opened]:
    """All finished ones of the person, oldest first."""
    taken = db.session.scalars(
        select(Administration)
        .where(Administration.person_id == person.id, Administration.taken_at.is_not(None))
        .order_by(Administration.taken_at, Administration.id)
    ).all()
    contents = open_each(taken)
    return [Opened(each, contents[each.id]) for each in taken if each.id in contents]


def list_all(person: Person) -> Sequence[Administration]:
    """All of the person, drafts too, oldest first, as they are kept."""
    return db.session.scalars(
        select(Administration)
        .where(Administration.person_id == person.id)
        .order_by(Administration.id)
    ).all()


def _find_opened(administration: Administration) -> Opened | None:
    """A backup can bring back the row of one that was erased, but not what it held."""
    try:
        return Opened(administration, open_contents(administration))
    except KeyErased:
        return None
