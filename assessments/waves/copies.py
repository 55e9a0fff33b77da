"""A copy for a wave: how it is sealed, and to which groups somebody belongs."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app.kernel.vault import current_vault
from assessments.waves.models import Wave
from assessments.waves.outcome import Copy, Crossing, Earlier
from organisations.models import Person

#: The key of those who have no team, no municipality or no function.
NONE = "none"


def crossing_of(person: Person) -> Crossing:
    """Where `person` belongs today. Who is protected counts for no team."""
    team = None if person.contact_hidden else person.team
    return (
        team.public_id if team else NONE,
        person.municipality.public_id if person.municipality else NONE,
        person.function or NONE,
    )


#: Room for the answers to sixty questions: whether some were skipped must not show.
COPY_BYTES = 2048


def seal_copy(wave: Wave, ticket: str, copy: Copy) -> bytes:
    """`copy` as the wave keeps it. Raises KeyErased once the wave is frozen."""
    text = json.dumps(asdict(copy)).encode()
    purpose = _purpose(ticket)
    return current_vault().seal(wave.vault_subject, purpose, text, block_bytes=COPY_BYTES)


def open_copy(wave: Wave, ticket: str, sealed: bytes) -> Copy:
    """What was given. Raises Unreadable where nobody can know any more."""
    return _read(json.loads(current_vault().open(wave.vault_subject, _purpose(ticket), sealed)))


def open_copies(wave: Wave, sealed: Mapping[str, bytes]) -> list[Copy]:
    """All of these, by ticket, that can be read; one look into the key store.

    A text that was changed is left out. Raises Unreadable where the key itself cannot be had: then
    nothing may be made of the wave.
    """
    purposes = {_purpose(ticket): text for ticket, text in sealed.items()}
    texts = current_vault().open_readable(wave.vault_subject, purposes)
    return [_read(json.loads(text)) for text in texts.values()]


def _read(document: dict[str, Any]) -> Copy:
    earlier = document["earlier"]
    return Copy(
        answers=document["answers"],
        score=document["score"],
        crossing=tuple(document["crossing"]),
        earlier=earlier and Earlier(earlier["score"], tuple(earlier["crossing"])),
    )


def _purpose(ticket: str) -> str:
    return f"copy {ticket}"
