"""How binders and records are kept.

A record is sealed twice: within under a key of its own, around it under its person's. Erasing the
first makes this one unreadable in every backup, erasing the second all of the person's.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from app.kernel.vault import current_vault
from assessments.administrations.binder import Binder, read_binder, write_binder
from assessments.administrations.models import Administration, AssessmentBinder
from organisations.models import Person

BINDER, RECORD = "assessment binder", "self-assessment"


@dataclass(frozen=True)
class Contents:
    """Answers by item, scores in the words of the contract, and a note to oneself."""

    instrument_key: str
    instrument_version: int
    answers: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    note: str = ""


def seal_binder(person: Person, binder: Binder) -> bytes:
    """`binder` as it is kept. Raises KeyErased once the person was erased."""
    return current_vault().seal(person.vault_subject, BINDER, write_binder(binder))


def open_binder(person: Person, kept: AssessmentBinder) -> Binder:
    """What is kept. Raises KeyErased once the person was erased."""
    return read_binder(current_vault().open(person.vault_subject, BINDER, kept.sealed))


def seal_record(person: Person, administration: Administration, contents: Contents) -> None:
    """Keep `contents` in place of earlier ones."""
    vault, text = current_vault(), json.dumps(asdict(contents)).encode()
    inner = vault.seal(administration.vault_subject, RECORD, text)
    administration.sealed = vault.seal(person.vault_subject, RECORD, inner)


def open_records(person: Person, administrations: Sequence[Administration]) -> dict[str, Contents]:
    """The contents by pseudonym, with two looks into the key store.

    Those whose own key was erased are left out. Raises KeyErased once the person was erased.
    """
    vault = current_vault()
    inner = vault.open_all(person.vault_subject, RECORD, [each.sealed for each in administrations])
    subjects = {each.vault_subject: each.pseudonym for each in administrations}
    opened = vault.open_each(RECORD, dict(zip(subjects, inner, strict=True)))
    return {subjects[subject]: Contents(**json.loads(text)) for subject, text in opened.items()}
