"""An item of the needs analysis as a JSON document, as a version keeps it. Pure.

{"scenario": {"de": …, "en": …}, "question": {"de": …, "en": …},
 "options": [{"de": …, "en": …}, …]}

`options` has one answer per level, lowest first. In a draft, texts may be empty; `missing_in` says
which. Each text has a name by which forms know it, such as `scenario_de` or `option_3_en`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, Literal

from app.kernel.bilingual import Bilingual

Document = Mapping[str, Any]

#: One per level, 0 to 4.
ANSWERS = 5
LANGUAGES = ("de", "en")
#: In the order in which people read them.
PARTS = ("scenario", "question", *(f"option_{level}" for level in range(ANSWERS)))
#: What stands for a text that is still to be written.
GAP = "…"

#: Nothing is written yet.
EMPTY: Document = {
    "scenario": {"de": "", "en": ""},
    "question": {"de": "", "en": ""},
    "options": [{"de": "", "en": ""} for _ in range(ANSWERS)],
}


@dataclass(frozen=True)
class Item:
    """A scene from a municipality, a question about it, and one answer per level."""

    scenario: Bilingual
    question: Bilingual
    options: tuple[Bilingual, ...]

    def words_in(self, language: str) -> int:
        """How many words somebody reads who answers it."""
        texts = (self.scenario, self.question, *self.options)
        return sum(len(text.in_language(language).split()) for text in texts)


@dataclass(frozen=True)
class Piece:
    """Some words in a row that stayed, were added or were taken away."""

    kind: Literal["same", "added", "removed"]
    words: str


@dataclass(frozen=True)
class Difference:
    """How one text has changed, word by word."""

    part: str
    language: str
    pieces: tuple[Piece, ...]


def document_of(item: Item) -> dict[str, Any]:
    """The complete document that says what `item` says."""
    return {
        "scenario": _both(item.scenario),
        "question": _both(item.question),
        "options": [_both(option) for option in item.options],
    }


def item_of(document: Document) -> Item:
    """What `document` says; a text that is still empty is shown as a gap."""
    return Item(
        _text(document["scenario"]),
        _text(document["question"]),
        tuple(_text(option) for option in document["options"]),
    )


def texts_of(document: Document) -> dict[str, str]:
    """All texts by their names, in the order of the page."""
    parts = (document["scenario"], document["question"], *document["options"])
    return {
        f"{name}_{language}": text[language]
        for name, text in zip(PARTS, parts, strict=True)
        for language in LANGUAGES
    }


def document_from(texts: Mapping[str, str]) -> dict[str, Any]:
    """The document whose texts have these names."""
    scenario, question, *options = (
        {language: texts[f"{name}_{language}"] for language in LANGUAGES} for name in PARTS
    )
    return {"scenario": scenario, "question": question, "options": options}


def missing_in(document: Document) -> list[str]:
    """The names of the texts that are still empty."""
    return [name for name, text in texts_of(document).items() if not text.strip()]


def differences(before: Document, after: Document) -> list[Difference]:
    """Which texts two documents say differently, and how, in the order of the page."""
    old, new = texts_of(before), texts_of(after)
    return [
        Difference(part, language, _pieces(old[name], new[name]))
        for part in PARTS
        for language in LANGUAGES
        if old[name := f"{part}_{language}"] != new[name]
    ]


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    old, new = before.split(), after.split()
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    pieces = chain.from_iterable(
        (Piece("same", " ".join(old[i:j])),)
        if step == "equal"
        else (Piece("removed", " ".join(old[i:j])), Piece("added", " ".join(new[k:m])))
        for step, i, j, k, m in steps
    )
    return tuple(piece for piece in pieces if piece.words)


def _both(text: Bilingual) -> dict[str, str]:
    return {"de": text.de, "en": text.en}


def _text(text: Mapping[str, str]) -> Bilingual:
    return Bilingual(de=text["de"].strip() or GAP, en=text["en"].strip() or GAP)
