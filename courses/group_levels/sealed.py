"""The levels that somebody gives, sealed under the collection: freezing reads them, then nobody."""

import json
from collections.abc import Mapping

from app.kernel.vault import current_vault
from courses.group_levels.models import LevelCollection, LevelContribution
from organisations.models import Person


def seal_levels(collection: LevelCollection, person: Person, levels: Mapping[str, int]) -> bytes:
    """`levels` as the contribution keeps them. Raises KeyErased once the collection is frozen."""
    text = json.dumps(dict(sorted(levels.items()))).encode()
    return current_vault().seal(collection.vault_subject, _purpose(person), text)


def open_levels(contribution: LevelContribution) -> dict[str, int]:
    """What was given. Raises Unreadable where nobody can know any more."""
    text = current_vault().open(
        contribution.collection.vault_subject, _purpose(contribution.person), contribution.sealed
    )
    return json.loads(text)


def _purpose(person: Person) -> str:
    return f"levels of {person.public_id}"
