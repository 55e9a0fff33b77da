"""From what a learning unit stores to what it is, by its kind. Pure."""

import json
from hashlib import sha256
from typing import Any

from app.kernel.documents import Field
from courses.units.kinds import UnitKind
from courses.units.media import (
    Download,
    LinkedVideo,
    OwnVideo,
    Reflection,
    read_download,
    read_reflection,
    read_video,
)
from courses.units.quiz import Quiz, read_quiz
from courses.units.scenario import Scenario, read_scenario

Content = Download | OwnVideo | LinkedVideo | Quiz | Reflection | Scenario | None

_READERS = {
    UnitKind.FILE: read_download,
    UnitKind.VIDEO: read_video,
    UnitKind.QUIZ: read_quiz,
    UnitKind.REFLECTION: read_reflection,
    UnitKind.SCENARIO: read_scenario,
}


def read_unit_content(kind: str, field: Field) -> Content:
    """What a unit of `kind` holds besides its text, checked word by word; None with a mere text.

    Raises DocumentError with one line that names the place and the fault.
    """
    if kind not in set(UnitKind):
        raise field.error(f"belongs to a unit of an unknown kind ({kind})")
    if kind == UnitKind.TEXT:
        if field.value is not None:
            raise field.error("is not for a unit that is only a text")
        return None
    return _READERS[UnitKind(kind)](field)


def fingerprint_of(stored: Any) -> str:
    """Tells one version of a stored content from every other: answers belong to one of them."""
    text = json.dumps(stored, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:16]
