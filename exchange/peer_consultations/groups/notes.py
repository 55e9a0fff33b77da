"""Reads of what was noted in a session, for whoever may read the case."""

from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.vault import KeyErased, current_vault
from exchange.peer_consultations.groups.written import PeerCase, PeerNote


@dataclass(frozen=True)
class ReadNote:
    """A note as it reads; empty where its key is gone."""

    note: PeerNote
    text: str


def read_notes(case: PeerCase | None) -> list[ReadNote]:
    """All notes about the case, oldest first, with one look into the key store."""
    if case is None:
        return []
    notes = db.session.scalars(
        select(PeerNote).where(PeerNote.case_id == case.id).order_by(PeerNote.id)
    ).all()
    try:
        opened = current_vault().open_readable(
            case.vault_subject, {note.purpose: note.sealed for note in notes}
        )
    except KeyErased:
        opened = {}
    return [ReadNote(note, opened.get(note.purpose, b"").decode()) for note in notes]
