"""What came of it: each member says so for themselves, and may let the group read it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.errors import NotFound
from app.kernel.vault import KeyErased, current_vault
from exchange.peer_consultations.groups.deleting import delete_reflections
from exchange.peer_consultations.groups.models import Consultation
from exchange.peer_consultations.groups.services import take
from exchange.peer_consultations.groups.written import Reflection
from organisations.models import Person

TEXT = "reflection"


@dataclass(frozen=True)
class ReadReflection:
    """A reflection as it reads; empty where its key is gone."""

    reflection: Reflection
    text: str


def find_reflection(consultation: Consultation, person: Person) -> Reflection | None:
    """What `person` wrote of the consultation."""
    return db.session.scalar(
        select(Reflection).where(
            Reflection.consultation_id == consultation.id, Reflection.person_id == person.id
        )
    )


def read_reflection(reflection: Reflection | None) -> str:
    """The text; empty where there is none, or its key is gone."""
    if reflection is None:
        return ""
    try:
        vault = current_vault()
        return vault.open(reflection.vault_subject, TEXT, reflection.sealed).decode()
    except KeyErased:
        return ""


def list_shared(consultation: Consultation) -> list[ReadReflection]:
    """What members let the group read, with one look into the key store."""
    rows = db.session.scalars(
        select(Reflection)
        .where(Reflection.consultation_id == consultation.id, Reflection.shared_at.is_not(None))
        .options(joinedload(Reflection.person))
        .order_by(Reflection.id)
    ).all()
    opened = current_vault().open_each(TEXT, {row.vault_subject: row.sealed for row in rows})
    return [ReadReflection(row, opened.get(row.vault_subject, b"").decode()) for row in rows]


def save_reflection(
    *, consultation: Consultation, text: str, shared: bool, actor: Person, now: datetime
) -> Reflection:
    """Keep `text` in place of what `actor` said before; with `shared` the group reads it, too.

    Raises NotFound for who is no member, and while it was not held.
    """
    take(consultation, actor, in_any_state=True)
    if not consultation.is_held:
        raise NotFound
    reflection = find_reflection(consultation, actor)
    if reflection is None:
        reflection = Reflection(
            public_id=new_public_id(), consultation_id=consultation.id, person_id=actor.id
        )
    reflection.sealed = current_vault().seal(reflection.vault_subject, TEXT, text.encode())
    reflection.written_at = now
    reflection.shared_at = (reflection.shared_at or now) if shared else None
    db.session.add(reflection)
    db.session.flush()
    return reflection


def delete_reflection(*, consultation: Consultation, actor: Person, now: datetime) -> None:
    """Delete what `actor` wrote, with its key. Raises NotFound."""
    take(consultation, actor, in_any_state=True)
    own = (Reflection.consultation_id == consultation.id, Reflection.person_id == actor.id)
    if not delete_reflections(*own, now=now):
        raise NotFound
