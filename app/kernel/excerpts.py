"""Shows where in a text the words of a search stand. Pure.

What comes out is plain text in pieces: whoever shows it escapes it as any other text.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.kernel.search_words import LONGEST_PHRASE
from app.kernel.word_stems import closeness, stems_asked_for, words_with_places

LONGEST_TEXT = 50_000
_LINKS = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
_OPEN_PLACES = re.compile(r"\{+[\w:]*\}+")
#: What emphasises, and what begins a heading, a quotation or an entry of a list.
_MARKS = re.compile(r"\*\*|\*(?=\w)|(?<=\w)\*|`|^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+", re.MULTILINE)
#: How much of an excerpt stands before the first word that was found, as a part of the whole.
_LEAD = 4


@dataclass(frozen=True)
class Piece:
    """A part of a text; `is_marked` where it is a word that was looked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class _Found:
    begin: int
    end: int
    asked: dict[str, int]


def without_marks(markdown: str) -> str:
    """The words of a text in Markdown, of a link those that are shown; open places in braces go."""
    return _MARKS.sub("", _OPEN_PLACES.sub("…", _LINKS.sub(r"\1", markdown)))


def excerpt(text: str, phrase: str, *, most: int = 200) -> list[Piece]:
    """About `most` characters of `text`, where most words of `phrase` stand, with these marked.

    Where none stands in it, its beginning. White space counts as one space; `…` says that there is
    more.
    """
    text = " ".join(unicodedata.normalize("NFC", text[:LONGEST_TEXT]).split())
    found = _find(text, stems_asked_for(phrase[:LONGEST_PHRASE]))
    begin, end = _window(text, found, most)
    pieces, position = [Piece("… ")] if begin else [], begin
    for one in found:
        if begin <= one.begin and one.end <= end:
            pieces += [Piece(text[position : one.begin]), Piece(text[one.begin : one.end], True)]
            position = one.end
    pieces.append(Piece(text[position:end]))
    if end < len(text):
        pieces.append(Piece(" …"))
    return [piece for piece in pieces if piece.text]


def _find(text: str, asked: Sequence[str]) -> list[_Found]:
    found = []
    for begin, end, stem in words_with_places(text):
        close = {word: closeness(word, f" {stem} ") for word in asked}
        if any(close.values()):
            found.append(_Found(begin, end, {word: how for word, how in close.items() if how}))
    return found


def _window(text: str, found: Sequence[_Found], most: int) -> tuple[int, int]:
    """Where to cut, between words: so that what was asked for is there as fully as possible."""
    if len(text) <= most:
        return 0, len(text)
    reach = most - most // _LEAD
    values = [_value(found[place:], one.begin + reach) for place, one in enumerate(found)]
    first = found[values.index(max(values))].begin if found else 0
    begin = max(0, min(first - most // _LEAD, len(text) - most))
    if begin:
        begin = min(text.find(" ", begin - 1, first) + 1 or first, first)
    end = len(text) if begin + most >= len(text) else text.rfind(" ", begin, begin + most + 1)
    return begin, end if end > begin else min(begin + most, len(text))


def _value(found: Sequence[_Found], end: int) -> tuple[int, int]:
    best: dict[str, int] = {}
    for one in found:
        if one.end > end:
            break
        for word, how in one.asked.items():
            best[word] = max(how, best.get(word, 0))
    return len(best), sum(best.values())
