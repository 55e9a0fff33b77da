"""What two versions of an article say differently, for people to read. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Protocol


class Comparable(Protocol):
    """What is compared of a version."""

    title: str
    summary: str
    body: str
    kind: str
    size_class: str
    situations: list[str]
    competencies: list[str]
    tags: list[str]
    files: list[str]


@dataclass(frozen=True)
class Differences:
    """`fields` names what else differs; `paragraphs` are pairs of the old and the new wording,
    empty where there is none.
    """

    fields: tuple[str, ...]
    paragraphs: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.paragraphs)


_FIELDS = (
    "title", "summary", "kind", "size_class", "situations", "competencies", "tags", "files",
)  # fmt: skip


def differences(old: Comparable, new: Comparable) -> Differences:
    """What `new` says differently from `old`."""
    return Differences(
        fields=tuple(name for name in _FIELDS if getattr(old, name) != getattr(new, name)),
        paragraphs=tuple(_paragraphs(_split(old.body), _split(new.body))),
    )


def _split(body: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]


def _paragraphs(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        pair
        for kind, start, end, other_start, other_end in matcher.get_opcodes()
        if kind != "equal"
        for pair in zip_longest(before[start:end], after[other_start:other_end], fillvalue="")
    ]
