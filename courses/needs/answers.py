"""The answers of a needs analysis, and how they are kept: as one sealed text that is the person's.

They go by the keys of competencies and situations, as an export shows them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.kernel.vault import current_vault
from courses.needs.models import NeedsAnalysis


@dataclass(frozen=True)
class Answers:
    """Levels by competency, in the order they were given, and the situations that were met."""

    levels: Mapping[str, int] = field(default_factory=dict)
    situations: tuple[str, ...] = ()


def open_answers(analysis: NeedsAnalysis) -> Answers:
    """The answers given so far. Raises KeyErased once the person's key was erased."""
    if analysis.sealed is None:
        return Answers()
    text = current_vault().open(analysis.person.vault_subject, _purpose(analysis), analysis.sealed)
    kept = json.loads(text)
    return Answers(kept["levels"], tuple(kept["situations"]))


def seal_answers(analysis: NeedsAnalysis, answers: Answers) -> None:
    """Keep `answers` in place of earlier ones. The analysis must have its public id by now."""
    text = json.dumps({"levels": dict(answers.levels), "situations": answers.situations})
    analysis.sealed = current_vault().seal(
        analysis.person.vault_subject, _purpose(analysis), text.encode()
    )


def _purpose(analysis: NeedsAnalysis) -> str:
    return f"needs analysis {analysis.public_id}"
