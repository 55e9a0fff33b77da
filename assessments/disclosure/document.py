"""A wave as a document of the contract "Group results that give no one away". Pure."""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from app.kernel.documents import LARGEST_INTEGER, DocumentError, Field
from app.kernel.yaml_documents import MOST_DIGITS
from assessments.disclosure.tables import LEAST_K, Record, Wave

# What a record has beside its dimensions.
OWN_KEYS = ("id", "score", "before")


def parse_number(text: str) -> Decimal:
    """The number as it is written. Raises `DocumentError` where it has far too many digits."""
    number = Decimal(text)
    if number.adjusted() >= MOST_DIGITS or number.as_tuple().exponent < -MOST_DIGITS:
        raise DocumentError("", "holds a number with too many digits")
    return number


def read_wave(root: Field) -> Wave:
    """The wave that a document describes. Raises `DocumentError` with place and fault."""
    members = root.object(required=("scale", "dimensions", "records"), optional=("k", "decimals"))
    scale = _scale(members["scale"])
    dimensions = _dimensions(members["dimensions"])
    records = tuple(
        _record(element, dimensions, scale) for element in members["records"].elements()
    )
    _refuse_repeated(members["records"], [record.id for record in records], ".id")
    return Wave(
        records,
        scale,
        dimensions,
        k=members["k"].integer(LEAST_K) if "k" in members else Wave.k,
        decimals=members["decimals"].integer(0, 1) if "decimals" in members else Wave.decimals,
    )


def _scale(field: Field) -> tuple[Fraction, Fraction]:
    ends = field.elements()
    if len(ends) != 2:
        raise field.error("must be the lowest and the highest score")
    lowest, highest = map(_number, ends)
    if lowest >= highest:
        raise ends[1].error("must be more than the lowest score")
    return lowest, highest


def _dimensions(field: Field) -> tuple[str, ...]:
    elements = field.elements()
    names = [element.text() for element in elements]
    for element, name in zip(elements, names, strict=True):
        if name in OWN_KEYS:
            raise element.error("must not be a key that every record has")
    _refuse_repeated(field, names)
    return tuple(names)


def _record(field: Field, dimensions: Collection[str], scale: tuple[Fraction, Fraction]) -> Record:
    members = field.object(required=("id", *dimensions, "score"), optional=("before",))
    return Record(
        members["id"].text(),
        {dimension: members[dimension].text() for dimension in dimensions},
        _value(members["score"], scale),
        _value(members["before"], scale) if "before" in members else None,
    )


def _value(field: Field, scale: tuple[Fraction, Fraction]) -> Fraction | None:
    if field.value is None:
        return None
    number = _number(field)
    if not scale[0] <= number <= scale[1]:
        raise field.error("must be within the scale")
    return number


def _number(field: Field) -> Fraction:
    # bool is a kind of int to Python, but not to JSON.
    if isinstance(field.value, bool) or not isinstance(field.value, int | Decimal):
        raise field.error("must be a number")
    if abs(field.value) > LARGEST_INTEGER:
        raise field.error("is too large")
    return Fraction(field.value)


def _refuse_repeated(field: Field, names: list[str], where: str = "") -> None:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            raise Field(name, f"{field.place}[{index}]{where}").error("stands there twice")
        seen.add(name)
