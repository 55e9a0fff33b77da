"""A copy for a wave: how it is sealed, and to which groups somebody belongs.

So are the numbers that a frozen wave leaves for the one that follows.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.kernel.vault import Unreadable, current_vault
from assessments.waves.models import Wave
from assessments.waves.outcome import Copy, Crossing, Earlier, read_counts
from organisations.models import Person

#: The key of those who have no team, no municipality or no function.
NONE = "none"

COUNTS = "scores by crossing"


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


def open_copies(wave: Wave, sealed: Mapping[str, bytes]) -> list[Copy]:
    """All of these, by ticket, that can be read; one look into the key store.

    A text that was changed is left out. Raises Unreadable where the key itself cannot be had: then
    nothing may be made of the wave.
    """
    purposes = {_purpose(ticket): text for ticket, text in sealed.items()}
    texts = current_vault().open_readable(wave.vault_subject, purposes)
    return [_read(json.loads(text)) for text in texts.values()]


def seal_counts(wave: Wave, counts: Sequence[Sequence[Any]]) -> bytes:
    """Numbers of scores by crossing (`outcome.counts_of`) as the wave keeps them."""
    return current_vault().seal(wave.counts_subject, COUNTS, json.dumps(counts).encode())


def open_counts(wave: Wave) -> dict[Crossing, int] | None:
    """What `seal_counts` got; None where there is no result, or nobody can read it any more."""
    if wave.counts is None:
        return None
    try:
        text = current_vault().open(wave.counts_subject, COUNTS, wave.counts)
    except Unreadable:
        return None
    return read_counts(json.loads(text))


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
