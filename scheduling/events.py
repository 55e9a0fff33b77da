"""What happens to events and others may react to, inside the same transaction.

`owner` names what the event belongs to.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PeopleOccupied:
    """An event takes up people whom it did not take up before."""

    event_id: int
    owner: str
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class PersonReleased:
    """An event that is still to come takes up a person no longer."""

    event_id: int
    owner: str
    person_id: int


@dataclass(frozen=True)
class EventChanged:
    """An event has another time or place, or is off."""

    event_id: int
    owner: str
