"""What a full-text index holds of a text, and what to look for in it. Pure.

A text is kept as a set of marked stems. The first letter says how a word stands there: `t` in the
title, `b` in the body, `u` and `c` the same words without their beginnings, so that an end or a
middle part of a compound is found as the beginning of something. Nobody can read the text from it.
One word of a phrase is looked for in steps, the best first; the first step that finds it is its
score, so both databases rank alike.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.kernel.word_stems import (
    BEGINNING,
    EXACT,
    INNER,
    SHORTEST_BEGINNING,
    SHORTEST_INNER,
    SHORTEST_TAIL,
    TAIL,
    stems_asked_for,
    stems_in,
)

#: Databases refuse what is far longer than anybody types.
LONGEST_PHRASE, MOST_WORDS, LONGEST_WORD = 200, 12, 60
#: PostgreSQL holds one megabyte of words for one text.
MOST_BYTES = 500_000
#: How a place is marked for whole words and for their inner parts, and how much it weighs.
_TITLE, _BODY = ("t", "u", 8), ("b", "c", 1)


@dataclass(frozen=True)
class Term:
    """A marked stem, or what one begins with."""

    letters: str
    is_beginning: bool = False


@dataclass(frozen=True)
class Step:
    """A way to find a word: any of these terms, and what that is worth."""

    terms: tuple[Term, ...]
    score: int


def marked_stems(title: str, text: str) -> str:
    """What is kept of a text, with spaces between; of a huge one the beginnings go first."""
    kept, size = [], 0
    for word in dict.fromkeys(_marked(title, text)):
        size += len(word.encode()) + 1
        if size > MOST_BYTES:
            break
        kept.append(word)
    return " ".join(kept)


def steps_for(phrase: str) -> list[list[Step]]:
    """For each word of `phrase` that counts the ways to find it, the best first."""
    words = stems_asked_for(phrase[:LONGEST_PHRASE])[:MOST_WORDS]
    return [_steps(word[:LONGEST_WORD]) for word in words]


def _marked(title: str, text: str) -> Iterator[str]:
    places = ((_TITLE, _stems(title)), (_BODY, _stems(text)))
    for (mark, _inner, _weight), stems in places:
        yield from (mark + stem for stem in stems)
    for (_mark, inner, _weight), stems in places:
        yield from (inner + end for stem in stems for end in _ends(stem, SHORTEST_INNER))


def _stems(text: str) -> list[str]:
    return [stem[:LONGEST_WORD] for stem in stems_in(text).split()]


def _ends(word: str, shortest: int) -> Iterable[str]:
    return (word[start:] for start in range(1, len(word) - shortest + 1))


def _steps(word: str) -> list[Step]:
    return [step for place in (_TITLE, _BODY) for step in _steps_in(place, word)]


def _steps_in(place: tuple[str, str, int], word: str) -> Iterator[Step]:
    mark, inner, weight = place
    yield Step((Term(mark + word),), weight * EXACT)
    if len(word) >= SHORTEST_BEGINNING:
        yield Step((Term(mark + word, is_beginning=True),), weight * BEGINNING)
    if len(word) >= SHORTEST_INNER:
        yield Step((Term(inner + word, is_beginning=True),), weight * INNER)
    tails = tuple(Term(mark + end) for end in _ends(word, SHORTEST_TAIL))
    if tails:
        yield Step(tails, weight * TAIL)
