"""The invented cases that KommA brings along."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.kernel.content import read_content
from app.kernel.i18n import Bilingual

_CONTENT = Path(__file__).parent / "content" / "scenarios.yaml"


@dataclass(frozen=True)
class Scenario:
    """An invented case: what it is called, what happens, and what to talk about afterwards."""

    key: str
    situation: str
    name: Bilingual
    text: Bilingual
    questions: tuple[Bilingual, ...]


@cache
def scenarios() -> Sequence[Scenario]:
    """All of them in their order."""
    return tuple(
        Scenario(**(entry | {"questions": tuple(entry["questions"])}))
        for entry in read_content(_CONTENT)
    )


def find_scenario(key: str | None) -> Scenario | None:
    """That of `key`; None where there is none (any more)."""
    return next((one for one in scenarios() if one.key == key), None)
