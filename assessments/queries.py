"""Reads of self-assessments. Only the owner's: every query takes the person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from assessments.models import Administration
from assessments.sealed import Contents, open_contents, open_each
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
    """The draft with what was answered so far."""
    draft = find_draft(person)
    return None if draft is None else Opened(draft, open_contents(draft))


def get_taken(person: Person, public_id: str) -> Opened:
    """A finished one of the person's own. Raises NotFound for anybody else's, too."""
    administration = db.session.scalar(
        select(Administration).where(
            Administration.public_id == public_id,
            Administration.person_id == person.id,
            Administration.taken_at.is_not(None),
        )
    )
    if administration is None:
        raise NotFound
    return Opened(administration, open_contents(administration))


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
