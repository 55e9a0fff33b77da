"""How binders and records are kept.

A record is sealed twice: within under a key of its own, around it under its person's. Erasing the
first makes this one unreadable in every backup, erasing the second all of the person's.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from app.kernel.vault import KeyErased, Unreadable, Vault, current_vault
from assessments.administrations.binder import Binder, read_binder, write_binder
from assessments.administrations.errors import CannotBeOpened
from assessments.administrations.models import Administration, AssessmentBinder
from organisations.models import Person

BINDER, RECORD = "assessment binder", "self-assessment"

#: Room for fifty records that were given to a wave; a binder that needs more grows by as much.
BINDER_BYTES = 8192

#: Room for answers, scores and a long note, so that a draft is as long as what is finished.
RECORD_BYTES = 6144


@dataclass(frozen=True)
class Contents:
    """Answers by item, scores in the words of the contract, and a note to oneself."""

    instrument_key: str
    instrument_version: int
    answers: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    note: str = ""


def seal_binder(subject: str, binder: Binder) -> bytes:
    """`binder` as it is kept under a person's subject. Raises KeyErased once they were erased."""
    text = write_binder(binder)
    return current_vault().seal(subject, BINDER, text, block_bytes=BINDER_BYTES)


def open_binder(person: Person, kept: AssessmentBinder) -> Binder:
    """What is kept. Raises KeyErased once the person was erased, and CannotBeOpened."""
    vault, subject = current_vault(), person.vault_subject
    try:
        return read_binder(vault.open(subject, BINDER, kept.sealed))
    except KeyErased:
        if subject in vault.find_erased([subject]):
            raise
        raise CannotBeOpened from None  # a key store was restored that lacks it
    except Unreadable:
        raise CannotBeOpened from None


def seal_record(person: Person, administration: Administration, contents: Contents) -> None:
    """Keep `contents` in place of earlier ones."""
    vault, text = current_vault(), json.dumps(asdict(contents), ensure_ascii=False).encode()
    inner = vault.seal(administration.vault_subject, RECORD, text, block_bytes=RECORD_BYTES)
    administration.sealed = vault.seal(person.vault_subject, RECORD, inner)


def open_records(person: Person, administrations: Sequence[Administration]) -> dict[str, Contents]:
    """The contents by pseudonym, with two looks into the key store.

    Those whose own key was erased are left out, as are those that were changed.
    """
    vault = current_vault()
    try:
        return _open_all(vault, person, administrations)
    except Unreadable:
        opened = {}
        for each in administrations:
            try:
                opened |= _open_all(vault, person, [each])
            except Unreadable:
                continue
        return opened


def _open_all(
    vault: Vault, person: Person, administrations: Sequence[Administration]
) -> dict[str, Contents]:
    inner = vault.open_all(person.vault_subject, RECORD, [each.sealed for each in administrations])
    subjects = {each.vault_subject: each.pseudonym for each in administrations}
    opened = vault.open_each(RECORD, dict(zip(subjects, inner, strict=True)))
    return {subjects[subject]: Contents(**json.loads(text)) for subject, text in opened.items()}
