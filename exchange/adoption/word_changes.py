"""Two wordings of a text as one, for people to read. Pure."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Change(StrEnum):
    """What became of a text, or of a part of a document."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """Some words that both texts have, or only the old or the new one."""

    change: Change
    text: str


def word_changes(old: str, new: str) -> list[Piece]:
    """Both texts as one, word by word, with what only one of them has marked."""
    before, after = old.split(), new.split()
    pieces: list[Piece] = []
    for kind, start, end, other_start, other_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Change.SAME, " ".join(before[start:end])))
            continue
        if end > start:
            pieces.append(Piece(Change.REMOVED, " ".join(before[start:end])))
        if other_end > other_start:
            pieces.append(Piece(Change.ADDED, " ".join(after[other_start:other_end])))
    return pieces
