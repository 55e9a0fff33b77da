"""A copy for a wave: what it holds, how it is sealed, and to which groups somebody belongs."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.kernel.vault import current_vault
from assessments.waves.models import Wave
from organisations.models import Person

#: Team, municipality and function, in the order in which tables are made of them.
DIMENSIONS = ("team", "municipality", "function")

#: The key of those who have no team, no municipality or no function.
NONE = "none"

Crossing = tuple[str, str, str]


@dataclass(frozen=True)
class Earlier:
    """The score that somebody gave to the wave before, and where they belonged then."""

    score: float
    crossing: Crossing


@dataclass(frozen=True)
class Copy:
    """The answers by item, the main score, where the person belongs, and the wave before."""

    answers: Mapping[str, int]
    score: float | None
    crossing: Crossing
    earlier: Earlier | None = None


def crossing_of(person: Person) -> Crossing:
    """Where `person` belongs today. Who is protected counts for no team."""
    team = None if person.contact_hidden else person.team
    return (
        team.public_id if team else NONE,
        person.municipality.public_id if person.municipality else NONE,
        person.function or NONE,
    )


def seal_copy(wave: Wave, ticket: str, copy: Copy) -> bytes:
    """`copy` as the wave keeps it. Raises KeyErased once the wave is frozen."""
    text = json.dumps(asdict(copy)).encode()
    return current_vault().seal(wave.vault_subject, _purpose(ticket), text)


def open_copy(wave: Wave, ticket: str, sealed: bytes) -> Copy:
    """What was given. Raises Unreadable where nobody can know any more."""
    return _read(json.loads(current_vault().open(wave.vault_subject, _purpose(ticket), sealed)))


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
