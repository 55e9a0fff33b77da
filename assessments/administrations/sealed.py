"""What a self-assessment holds, and how it is kept: as one sealed text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.kernel.vault import current_vault
from assessments.administrations.models import Administration

PURPOSE = "self-assessment"


@dataclass(frozen=True)
class Contents:
    """Answers by item, scores in the words of the contract, and a note to oneself."""

    answers: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    note: str = ""


def seal_contents(administration: Administration, contents: Contents) -> None:
    """Keep `contents` in place of earlier ones. It must have its public id by now."""
    text = json.dumps(asdict(contents)).encode()
    subject = administration.vault_subject
    administration.sealed = current_vault().seal(subject, PURPOSE, text)


def open_contents(administration: Administration) -> Contents:
    """What is kept of one. Raises KeyErased once its key was erased."""
    if administration.sealed is None:
        return Contents()
    subject = administration.vault_subject
    return _read(current_vault().open(subject, PURPOSE, administration.sealed))


def open_each(administrations: Iterable[Administration]) -> dict[int, Contents]:
    """The contents of several, by id, with one look into the key store.

    Those whose key was erased are left out.
    """
    subjects = {each.vault_subject: each for each in administrations if each.sealed is not None}
    opened = current_vault().open_each(
        PURPOSE, {subject: each.sealed for subject, each in subjects.items()}
    )
    return {subjects[subject].id: _read(text) for subject, text in opened.items()}


def _read(text: bytes) -> Contents:
    return Contents(**json.loads(text))
