"""Playing scenarios: what people choose in them, and where that has led. Nobody else sees it.

None of this is written to the audit trail: what somebody decides in a game is their own affair.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.kernel.base import new_public_id
from app.kernel.db import db
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import LearningUnit
from courses.learning.completing import note_completion, take
from courses.learning.models import ScenarioPlay
from courses.learning.queries import content_of
from courses.learning.sealed import open_sealed, seal, version_token
from courses.units.contents import fingerprint_of
from courses.units.scenario import Scenario, Walk
from organisations.models import Person

CHOOSE = _l("Bitte wählen Sie, was Sie tun.")


@dataclass(frozen=True)
class Play:
    """Where somebody stands in a scenario, and which ends they have come to so far."""

    choices: tuple[int, ...]
    ends: frozenset[str]
    walk: Walk
    token: str


def get_scenario(unit: LearningUnit) -> Scenario:
    """The scenario that `unit` is. Raises NotFound where it is something else."""
    content = content_of(unit)
    if not isinstance(content, Scenario):
        raise NotFound
    return content


def find_play(person: Person, unit: LearningUnit) -> Play:
    """Where `person` stands; at the start where they have not begun, or the scenario is new."""
    return _opened(_row(person, unit), unit)


def choose(
    *, person: Person, unit: LearningUnit, choice: int, based_on: str, actor: Person, now: datetime
) -> None:
    """Take the choice of that number where `person` stands. An end makes the unit done.

    Where they have moved on since the version that `based_on` names, nothing changes: the same form
    was sent twice, or it is an old one. Raises DomainError for a choice that there is not.
    """

    def taken(play: Play) -> tuple[int, ...]:
        if not 0 <= choice < len(play.walk.node.choices):
            raise DomainError(CHOOSE, field="choice")
        return (*play.choices, choice)

    take(person, actor)
    _change(person, unit, based_on, now, taken)


def go_back(
    *, person: Person, unit: LearningUnit, steps: int, based_on: str, actor: Person, now: datetime
) -> None:
    """Stand again where `person` was after `steps` choices; 0 is the start.

    Where they have moved since the version that `based_on` names, nothing changes. Raises NotFound
    where they have not come so far.
    """

    def shortened(play: Play) -> tuple[int, ...]:
        if not 0 <= steps <= len(play.choices):
            raise NotFound
        return play.choices[:steps]

    take(person, actor)
    _change(person, unit, based_on, now, shortened)


def _change(
    person: Person,
    unit: LearningUnit,
    based_on: str,
    now: datetime,
    changed: Callable[[Play], tuple[int, ...]],
) -> None:
    row, scenario = _row(person, unit), get_scenario(unit)
    play = _opened(row, unit)
    if play.token != based_on:
        return
    choices = changed(play)
    key = scenario.walk(choices).key
    reached = {key} & scenario.ends
    if row is None:
        row = ScenarioPlay(public_id=new_public_id(), person=person, unit=unit, version=0)
    row.version += 1
    row.changed_at = now
    seal(
        row,
        {
            "fingerprint": fingerprint_of(unit.content),
            "choices": choices,
            "ends": sorted(play.ends | reached),
        },
    )
    db.session.add(row)
    db.session.flush()
    if reached:
        note_completion(person, unit, now)


def _row(person: Person, unit: LearningUnit) -> ScenarioPlay | None:
    # What the page looked up before the lock may be older than what another one has done since.
    query = select(ScenarioPlay).where(
        ScenarioPlay.person_id == person.id, ScenarioPlay.unit_id == unit.id
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def _opened(row: ScenarioPlay | None, unit: LearningUnit) -> Play:
    scenario, token = get_scenario(unit), version_token(row)
    kept = {} if row is None else open_sealed(row)
    if kept.get("fingerprint") != fingerprint_of(unit.content):
        return Play((), frozenset(), scenario.walk(()), token)
    choices = tuple(kept["choices"])
    return Play(choices, frozenset(kept["ends"]), scenario.walk(choices), token)
