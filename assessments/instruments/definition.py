"""What an instrument is: its questions, and how answers become scores. Pure.

The contract "Instruments" says what each word means. `read_instrument` reads a definition and
checks every word of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from app.kernel.bilingual import Bilingual
from app.kernel.documents import Field, quoted
from app.kernel.yaml_documents import parse_yaml


class Method(StrEnum):
    """How the answered items of a score become one number."""

    MEAN = "mean"
    SUM = "sum"


class CoefficientKind(StrEnum):
    """What a coefficient of reliability was computed from."""

    RETEST = "retest"
    ALPHA = "alpha"


@dataclass(frozen=True)
class Scale:
    """The points from `lowest` to `highest`, with one label each."""

    lowest: int
    highest: int
    labels: tuple[Bilingual, ...]

    def reverse(self, answer: int) -> int:
        """The answer of an item that is worded the other way round."""
        return self.lowest + self.highest - answer


@dataclass(frozen=True)
class Item:
    """One statement or question."""

    key: str
    text: Bilingual
    reverse: bool = False


@dataclass(frozen=True)
class Band:
    """Values under `below`, which it excludes, and words for them; None in the last, open band."""

    key: str
    label: Bilingual
    below: Fraction | None = None


@dataclass(frozen=True)
class Coefficient:
    """How reliable a score is: a coefficient, and the standard deviation it was found with."""

    coefficient: Fraction
    sd: Fraction
    kind: CoefficientKind
    source: str


@dataclass(frozen=True)
class DetectableChange:
    """How reliable a score is: the least difference that is more than an error of measurement."""

    mdc: Fraction
    source: str


@dataclass(frozen=True)
class Score:
    """How a number is made of items, in which bands it can lie, and what is known of its error."""

    key: str
    items: tuple[str, ...]
    method: Method
    factor: Fraction
    min_answered: int
    bands: tuple[Band, ...] = ()
    reliability: Coefficient | DetectableChange | None = None


@dataclass(frozen=True)
class Instrument:
    """A questionnaire. `licence` says what allows its use here."""

    key: str
    version: int
    title: Bilingual
    source: str
    licence: str
    validated: bool
    scale: Scale
    items: tuple[Item, ...]
    scores: tuple[Score, ...]

    @property
    def main_score(self) -> Score:
        """The first score: what charts and results of groups are about."""
        return self.scores[0]

    @cached_property
    def items_by_key(self) -> Mapping[str, Item]:
        """The items by their key."""
        return {item.key: item for item in self.items}

    @cached_property
    def scores_by_key(self) -> Mapping[str, Score]:
        """The scores by their key."""
        return {score.key: score for score in self.scores}


def read_instrument(content: bytes) -> Instrument:
    """The instrument that a YAML document defines. Raises `DocumentError` with place and fault."""
    members = parse_yaml(content).object(
        required=(
            "key",
            "version",
            "title",
            "source",
            "licence",
            "validated",
            "scale",
            "items",
            "scores",
        ),
        optional=("bands", "reliability"),
    )
    items = tuple(_item(element) for element in _elements(members["items"]))
    _refuse_repeated_keys(members["items"], [item.key for item in items])
    score_fields = _elements(members["scores"])
    score_keys = [_score_key(field) for field in score_fields]
    _refuse_repeated_keys(members["scores"], score_keys)
    bands = _by_score(members.get("bands"), score_keys)
    reliabilities = _by_score(members.get("reliability"), score_keys)
    known = {item.key for item in items}
    return Instrument(
        key=_words(members["key"]),
        version=members["version"].integer(1),
        title=_text(members["title"]),
        source=_words(members["source"]),
        licence=_words(members["licence"]),
        validated=_truth(members["validated"]),
        scale=_scale(members["scale"]),
        items=items,
        scores=tuple(
            _score(field, known, bands.get(key), reliabilities.get(key))
            for key, field in zip(score_keys, score_fields, strict=True)
        ),
    )


def read_number(field: Field) -> Fraction:
    """A number exactly as it is written. Raises `DocumentError`."""
    if isinstance(field.value, int | Decimal) and not isinstance(field.value, bool):
        return Fraction(field.value)
    raise field.error("must be a number")


def _scale(scale: Field) -> Scale:
    members = scale.object(required=("min", "max", "labels"))
    lowest = members["min"].integer(-1000, 1000)
    highest = members["max"].integer(-1000, 1000)
    if highest <= lowest:
        raise members["max"].error("must be more than min")
    languages = members["labels"].object(required=("de", "en"))
    german, english = (_labels(languages[language], lowest, highest) for language in ("de", "en"))
    labels = (Bilingual(de=de, en=en) for de, en in zip(german, english, strict=True))
    return Scale(lowest, highest, tuple(labels))


def _labels(labels: Field, lowest: int, highest: int) -> list[str]:
    elements = labels.elements()
    points = highest - lowest + 1
    if len(elements) != points:
        raise labels.error(f"must have {points} labels, one for each point of the scale")
    return [_words(element) for element in elements]


def _item(item: Field) -> Item:
    members = item.object(required=("key", "text"), optional=("reverse",))
    return Item(
        key=_words(members["key"]),
        text=_text(members["text"]),
        reverse="reverse" in members and _truth(members["reverse"]),
    )


def _score_key(score: Field) -> str:
    members = score.object(required=("key", "items", "method"), optional=("factor", "min_answered"))
    return _words(members["key"])


def _score(score: Field, known: set[str], bands: Field | None, reliability: Field | None) -> Score:
    members = score.members()
    items = [_known_item(element, known) for element in _elements(members["items"])]
    _refuse_repeated_keys(members["items"], items)
    least = members.get("min_answered")
    return Score(
        key=_words(members["key"]),
        items=tuple(items),
        method=Method(_one_of(members["method"], Method)),
        factor=_factor(members.get("factor")),
        min_answered=len(items) if least is None else least.integer(1, len(items)),
        bands=() if bands is None else _bands(bands),
        reliability=None if reliability is None else _reliability(reliability),
    )


def _known_item(field: Field, known: set[str]) -> str:
    key = _words(field)
    if key not in known:
        raise field.error(f"is not the key of an item ({quoted(key)})")
    return key


def _factor(factor: Field | None) -> Fraction:
    if factor is None:
        return Fraction(1)
    number = read_number(factor)
    if not number:
        raise factor.error("must not be 0")
    return number


def _by_score(field: Field | None, score_keys: Sequence[str]) -> dict[str, Field]:
    if field is None:
        return {}
    members = field.members()
    for key, member in members.items():
        if key not in score_keys:
            raise member.error("is not the key of a score")
    return members


def _bands(bands: Field) -> tuple[Band, ...]:
    elements = _elements(bands)
    read: list[Band] = []
    for element in elements:
        members = element.object(required=("key", "label"), optional=("below",))
        below = members.get("below")
        if below is None and element is not elements[-1]:
            missing = Field(None, f"{element.place}.below")
            raise missing.error("is missing; only the last band is open")
        if below is not None:
            _check_below(below, last=element is elements[-1], before=read[-1:])
        read.append(
            Band(
                key=_words(members["key"]),
                label=_text(members["label"]),
                below=None if below is None else read_number(below),
            )
        )
    _refuse_repeated_keys(bands, [band.key for band in read])
    return tuple(read)


def _check_below(below: Field, *, last: bool, before: Iterable[Band]) -> None:
    number = read_number(below)
    if last:
        raise below.error("must not stand in the last band, which is open")
    if any(band.below is not None and number <= band.below for band in before):
        raise below.error("must be more than in the band before")


def _reliability(field: Field) -> Coefficient | DetectableChange:
    if "mdc" in field.members():
        members = field.object(required=("mdc", "source"))
        return DetectableChange(_positive(members["mdc"]), _words(members["source"]))
    members = field.object(required=("coefficient", "sd", "kind", "source"))
    coefficient = read_number(members["coefficient"])
    if not 0 <= coefficient < 1:
        raise members["coefficient"].error("must be a number from 0 to less than 1")
    return Coefficient(
        coefficient=coefficient,
        sd=_positive(members["sd"]),
        kind=CoefficientKind(_one_of(members["kind"], CoefficientKind)),
        source=_words(members["source"]),
    )


def _positive(field: Field) -> Fraction:
    number = read_number(field)
    if number <= 0:
        raise field.error("must be a number above 0")
    return number


def _elements(field: Field) -> list[Field]:
    elements = field.elements()
    if not elements:
        raise field.error("must not be empty")
    return elements


def _text(field: Field) -> Bilingual:
    members = field.object(required=("de", "en"))
    return Bilingual(de=_words(members["de"]), en=_words(members["en"]))


def _words(field: Field) -> str:
    if not field.text().strip():
        raise field.error("must be a text that is not empty")
    return field.value.strip()


def _truth(field: Field) -> bool:
    if not isinstance(field.value, bool):
        raise field.error("must be true or false")
    return field.value


def _one_of(field: Field, choices: type[StrEnum]) -> str:
    if field.value not in list(choices):
        raise field.error(f"must be {' or '.join(choices)}")
    return field.value


def _refuse_repeated_keys(field: Field, keys: Sequence[str]) -> None:
    for element, key, before in zip(
        field.elements(), keys, (keys[:index] for index in range(len(keys))), strict=True
    ):
        if key in before:
            raise element.error(f"has a key that came before ({quoted(key)})")
