"""The answers of a needs analysis, and how they are kept: as one sealed text that is the person's.

They go by the keys of competencies and situations, as an export shows them. Beside each level
stands which version of an item it was given to, since items change.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.kernel.vault import current_vault
from courses.needs.models import NeedsAnalysis


@dataclass(frozen=True)
class Answers:
    """Levels by competency, in the order they were given, and the situations that were met.

    `versions` are the public ids of the versions of items that the levels were given to.
    """

    levels: Mapping[str, int] = field(default_factory=dict)
    situations: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)


def open_answers(analysis: NeedsAnalysis) -> Answers:
    """The answers given so far. Raises KeyErased once the person's key was erased."""
    if analysis.sealed is None:
        return Answers()
    text = current_vault().open(analysis.person.vault_subject, _purpose(analysis), analysis.sealed)
    kept = json.loads(text)
    return Answers(kept["levels"], tuple(kept["situations"]), kept.get("versions", {}))


def seal_answers(analysis: NeedsAnalysis, answers: Answers) -> None:
    """Keep `answers` in place of earlier ones. The analysis must have its public id by now."""
    kept = {
        "levels": dict(answers.levels),
        "situations": answers.situations,
        "versions": dict(answers.versions),
    }
    analysis.sealed = current_vault().seal(
        analysis.person.vault_subject, _purpose(analysis), json.dumps(kept).encode()
    )


def _purpose(analysis: NeedsAnalysis) -> str:
    return f"needs analysis {analysis.public_id}"
