"""What a certificate looks like and says besides its data: fixed named blocks, to be arranged.

Pure. A design is data, not markup: there is nothing in it that could fetch a file or an address,
and what it says is printed literally.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

DESIGN_VERSION = 1
LANGUAGES = ("de", "en")
STYLES = ("classic", "clear")
ALIGNMENTS = ("left", "centre")
#: Dark enough to be read on white: at least 7 : 1 (WCAG 2.2, 1.4.6).
COLOURS = {
    "blue": "#1d2b4f",
    "green": "#1b4332",
    "red": "#6d1a2d",
    "violet": "#432a6b",
    "grey": "#2b2f36",
}
#: In the flow of the page, in an order to choose.
FLOWING_BLOCKS = ("logo", "title", "holder", "text", "modules", "facts")
#: At the foot of the page, where they stay.
FOOT_BLOCKS = ("signatories", "check", "notice")
BLOCKS = FLOWING_BLOCKS + FOOT_BLOCKS
REQUIRED_BLOCKS = frozenset({"title", "holder", "facts", "signatories", "check"})
#: What may stand in braces in a text, filled with what the certificate says.
VARIABLES = (
    "holder",
    "course",
    "dates",
    "hours",
    "issuer",
    "issued_on",
    "valid_until",
    "trainer",
    "funder_notice",
)
#: The texts of a language and how many characters each may have.
TEXT_LENGTHS = {"title": 60, "before_name": 200, "after_name": 200, "text": 800, "notice": 400}
REQUIRED_TEXTS = frozenset({"title"})
MOST_SIGNATORIES = 3
LONGEST_SIGNATORY = 120

JsonObject = dict[str, Any]
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_ADDRESS = re.compile(r"(?i)\b(?:file|https?|ftp|data|javascript):|\.\./|\.\.\\")


class Fault(StrEnum):
    """What can be wrong at a place of a design."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    TWICE = "twice"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    VARIABLE = "variable"
    BRACE = "brace"
    ADDRESS = "address"
    UNPRINTABLE = "unprintable"
    DOES_NOT_FIT = "does_not_fit"


class InvalidDesign(ValueError):
    """The design cannot be printed. `place` is a path such as `texts.de.notice`.

    `detail` is what is meant: the unknown word, the characters, the most that are allowed.
    """

    def __init__(self, place: str, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{place}: {fault}{f' ({detail})' if detail else ''}")
        self.place = place
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs: by name and function in both languages, or without a name the issuing trainer."""

    name: str = ""
    function_de: str = ""
    function_en: str = ""

    @property
    def is_trainer(self) -> bool:
        """Whether the certificate's own signatory stands here."""
        return not self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A design: which blocks stand where, and what they say in each language.

    `blocks` are those of FLOWING_BLOCKS that are shown, from the top; `foot` those of FOOT_BLOCKS.
    `texts` maps a language and a name of TEXT_LENGTHS to a text; an empty line parts paragraphs.
    The logo's picture is kept beside the design. Raises InvalidDesign.
    """

    style: str
    colour: str
    alignment: str
    blocks: tuple[str, ...]
    foot: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]
    signatories: tuple[Signatory, ...]

    def __post_init__(self) -> None:
        _require_one_of(self.style, STYLES, "style")
        _require_one_of(self.colour, tuple(COLOURS), "colour")
        _require_one_of(self.alignment, ALIGNMENTS, "alignment")
        _require_blocks(self.blocks, FLOWING_BLOCKS, "blocks")
        _require_blocks(self.foot, FOOT_BLOCKS, "foot")
        _require_keys(self.texts, LANGUAGES, "texts")
        for language in LANGUAGES:
            _require_texts(self.texts[language], f"texts.{language}")
        _require_signatories(self.signatories)

    def to_json(self) -> JsonObject:
        """Return everything as one JSON object that says which version of the format it is in."""
        return {
            "version": DESIGN_VERSION,
            "style": self.style,
            "colour": self.colour,
            "alignment": self.alignment,
            "blocks": list(self.blocks),
            "foot": list(self.foot),
            "texts": {language: dict(self.texts[language]) for language in LANGUAGES},
            "signatories": [
                {each.name: getattr(signatory, each.name) for each in fields(Signatory)}
                for signatory in self.signatories
            ],
        }

    @classmethod
    def from_json(cls, stored: JsonObject) -> Self:
        """Read what `to_json` wrote. Raises InvalidDesign for anything else."""
        _require_keys(stored, ("version", *(each.name for each in fields(cls))), "design")
        _require_one_of(stored["version"], (DESIGN_VERSION,), "version")
        values = {name: value for name, value in stored.items() if name != "version"}
        for name in ("blocks", "foot", "signatories"):
            if not isinstance(values[name], list):
                raise InvalidDesign(name, Fault.UNKNOWN, "no list")
        values["blocks"], values["foot"] = tuple(values["blocks"]), tuple(values["foot"])
        values["signatories"] = tuple(
            _signatory(each, f"signatories.{number}")
            for number, each in enumerate(values["signatories"], start=1)
        )
        return cls(**values)


def variables_of(text: str) -> tuple[str, ...]:
    """The names in braces in a valid text, in their order."""
    return tuple(match[1] for match in _BRACES.finditer(text) if match[1] is not None)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A valid text with its variables replaced; what is filled in is not looked at again."""
    return _BRACES.sub(lambda match: values[match[1]], text)


def require_text(text: object, place: str, *, longest: int) -> None:
    """Raise InvalidDesign unless this can stand in a design.

    Refused are other variables than VARIABLES, single braces, and whatever refers to a file or an
    address: what looks like one would be promised to be fetched, and nothing is.
    """
    if not isinstance(text, str):
        raise InvalidDesign(place, Fault.UNKNOWN, "no text")
    if len(text) > longest:
        raise InvalidDesign(place, Fault.TOO_LONG, str(longest))
    address = _ADDRESS.search(text)
    if address:
        raise InvalidDesign(place, Fault.ADDRESS, address[0])
    for match in _BRACES.finditer(text):
        if match[1] is None:
            raise InvalidDesign(place, Fault.BRACE, match[0])
        if match[1] not in VARIABLES:
            raise InvalidDesign(place, Fault.VARIABLE, match[1])


def _require_texts(texts: object, place: str) -> None:
    _require_keys(texts, tuple(TEXT_LENGTHS), place)
    for name, longest in TEXT_LENGTHS.items():
        require_text(texts[name], f"{place}.{name}", longest=longest)
        if name in REQUIRED_TEXTS and not texts[name].strip():
            raise InvalidDesign(f"{place}.{name}", Fault.MISSING)


def _require_blocks(shown: tuple[str, ...], known: tuple[str, ...], place: str) -> None:
    for block in shown:
        _require_one_of(block, known, place)
        if shown.count(block) > 1:
            raise InvalidDesign(place, Fault.TWICE, block)
    for block in known:
        if block in REQUIRED_BLOCKS and block not in shown:
            raise InvalidDesign(place, Fault.MISSING, block)


def _require_signatories(signatories: tuple[Signatory, ...]) -> None:
    if not signatories:
        raise InvalidDesign("signatories", Fault.MISSING)
    if len(signatories) > MOST_SIGNATORIES:
        raise InvalidDesign("signatories", Fault.TOO_MANY, str(MOST_SIGNATORIES))
    for number, signatory in enumerate(signatories, start=1):
        for each in fields(Signatory):
            place = f"signatories.{number}.{each.name}"
            text = getattr(signatory, each.name)
            require_text(text, place, longest=LONGEST_SIGNATORY)
            if variables_of(text):
                raise InvalidDesign(place, Fault.VARIABLE, variables_of(text)[0])


def _signatory(stored: object, place: str) -> Signatory:
    _require_keys(stored, tuple(each.name for each in fields(Signatory)), place)
    return Signatory(**stored)


def _require_one_of(value: object, known: tuple[object, ...], place: str) -> None:
    if value not in known:
        raise InvalidDesign(place, Fault.UNKNOWN, str(value)[:60])


def _require_keys(stored: object, expected: tuple[str, ...], place: str) -> None:
    if not isinstance(stored, Mapping):
        raise InvalidDesign(place, Fault.UNKNOWN, "no object")
    for key in expected:
        if key not in stored:
            raise InvalidDesign(f"{place}.{key}", Fault.MISSING)
    for key in stored:
        if key not in expected:
            raise InvalidDesign(f"{place}.{key}", Fault.UNKNOWN)
