"""Reads what every kind of content is written in: texts in both languages, names, lists."""

import re
from collections.abc import Sequence

from app.kernel.bilingual import Bilingual
from app.kernel.documents import Field

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 60


def read_text(field: Field) -> Bilingual:
    """A text in both languages. Raises DocumentError."""
    members = field.object(required=("de", "en"))
    for language in members.values():
        if not language.text().strip():
            raise language.error("must be a text that is not empty")
    return Bilingual(de=members["de"].text().strip(), en=members["en"].text().strip())


def read_truth(field: Field) -> bool:
    """Yes or no. Raises DocumentError."""
    if not isinstance(field.value, bool):
        raise field.error("must be true or false")
    return field.value


def read_name(field: Field, text: str | None = None) -> str:
    """A name in small letters, digits and hyphens. Raises DocumentError."""
    name = field.text() if text is None else text
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise field.error("must be a name in small letters, digits and hyphens")
    return name


def read_list(field: Field, least: int, most: int) -> Sequence[Field]:
    """A list with that many elements. Raises DocumentError."""
    elements = field.elements()
    if not least <= len(elements) <= most:
        raise field.error(f"must have {least} to {most} elements")
    return elements


def refuse_repetition(fields: Sequence[Field], values: Sequence[object]) -> None:
    """Raise DocumentError at the first field whose value an earlier one has, too."""
    seen: set[object] = set()
    for field, value in zip(fields, values, strict=True):
        if value in seen:
            raise field.error("is there twice")
        seen.add(value)
