"""What goes and what stays where somebody deletes self-assessments of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.db import db
from app.kernel.errors import NotFound
from assessments.administrations.queries import Opened, list_opened
from assessments.waves.models import Wave, WaveState
from organisations.models import Person

#: States of waves in which a copy is counted or was: nobody can take it out any more.
COUNTED = (WaveState.CLOSED, WaveState.FROZEN)


@dataclass(frozen=True)
class Going:
    """What is deleted, and of how many copies for groups it can be said what becomes of them."""

    opened: Sequence[Opened]
    copies_deleted: int
    copies_counted: int

    @property
    def finished(self) -> int:
        return sum(each.finished for each in self.opened)

    @property
    def begun(self) -> int:
        return len(self.opened) - self.finished

    @property
    def notes(self) -> int:
        return sum(bool(each.contents.note) for each in self.opened)


def get_going(person: Person, address: str) -> Going:
    """What deleting the one at `address` takes, a draft too. Raises NotFound."""
    found = [each for each in list_opened(person) if each.address == address]
    if not found:
        raise NotFound
    return _going(found)


def all_going(person: Person) -> Going:
    """What deleting all of the person takes."""
    return _going(list_opened(person))


def _going(opened: Sequence[Opened]) -> Going:
    labels = [each.given.label for each in opened if each.given]
    waves = select(Wave.public_id, Wave.state).where(Wave.public_id.in_(labels))
    states = dict(db.session.execute(waves).all())
    return Going(
        opened=opened,
        copies_deleted=sum(states.get(label) == WaveState.OPEN for label in labels),
        copies_counted=sum(states.get(label) in COUNTED for label in labels),
    )
