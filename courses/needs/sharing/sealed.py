"""What somebody shares, and how it is kept: as one sealed text that is theirs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.kernel.vault import KeyErased, current_vault
from courses.cohorts.models import Cohort, Enrolment
from courses.needs.sharing.models import LevelShare
from organisations.models import Person


@dataclass(frozen=True)
class SharedLevels:
    """Levels by the key of the competency, when they were given, and for whom: public ids of
    trainers.
    """

    levels: Mapping[str, int]
    assessed_at: datetime
    trainers: frozenset[str]


def seal_levels(share: LevelShare, enrolment: Enrolment, shared: SharedLevels) -> None:
    """Keep `shared` in place of what was shared before."""
    text = json.dumps(
        {
            "levels": dict(shared.levels),
            "assessed_at": shared.assessed_at.isoformat(),
            "trainers": sorted(shared.trainers),
        }
    )
    share.sealed = current_vault().seal(
        enrolment.person.vault_subject, _purpose(enrolment.cohort), text.encode()
    )


def open_levels(share: LevelShare) -> SharedLevels | None:
    """What is shared; None once the person's key was erased."""
    enrolment = share.enrolment
    try:
        text = current_vault().open(
            enrolment.person.vault_subject, _purpose(enrolment.cohort), share.sealed
        )
    except KeyErased:
        return None
    return _read(text)


def open_levels_of_each(
    cohort: Cohort, shares: Mapping[Person, LevelShare]
) -> dict[Person, SharedLevels]:
    """What several people share in one cohort, with one look into the key store.

    Those whose key was erased are left out.
    """
    by_subject = {person.vault_subject: person for person in shares}
    opened = current_vault().open_each(
        _purpose(cohort), {person.vault_subject: share.sealed for person, share in shares.items()}
    )
    return {by_subject[subject]: _read(text) for subject, text in opened.items()}


def _read(text: bytes) -> SharedLevels:
    kept = json.loads(text)
    return SharedLevels(
        levels=kept["levels"],
        assessed_at=datetime.fromisoformat(kept["assessed_at"]),
        trainers=frozenset(kept["trainers"]),
    )


def _purpose(cohort: Cohort) -> str:
    return f"shared levels {cohort.public_id}"
