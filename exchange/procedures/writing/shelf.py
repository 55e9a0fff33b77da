"""The procedures that KommA brings along, for municipalities to begin with."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.content import read_content
from app.kernel.errors import NotFound
from app.kernel.i18n import Bilingual

_CONTENT = Path(__file__).parent / "content" / "procedures.yaml"


@dataclass(frozen=True)
class ShippedProcedure:
    """One of them: what helps to choose it, and what it says (see `writing.document`)."""

    key: str
    name: Bilingual
    summary: Bilingual
    _document: dict[str, Any]

    @property
    def situations(self) -> Sequence[str]:
        """The keys of the situations that it is for, the most fitting first."""
        return tuple(self._document["situations"])

    @property
    def document(self) -> dict[str, Any]:
        """A copy of what it says, to be made one's own."""
        return deepcopy(self._document)


@cache
def shipped_procedures() -> Sequence[ShippedProcedure]:
    """All of them in their order."""
    return tuple(
        ShippedProcedure(one["key"], one["name"], one["summary"], one["document"])
        for one in read_content(_CONTENT)
    )


def get_shipped(key: str) -> ShippedProcedure:
    """That of `key`. Raises NotFound."""
    found = find_shipped(key)
    if found is None:
        raise NotFound
    return found


def find_fitting(situation: str) -> ShippedProcedure | None:
    """That which is for the situation of this key first of all; None where none is for it."""
    fitting = [one for one in shipped_procedures() if situation in one.situations]
    return min(fitting, key=lambda one: one.situations.index(situation), default=None)


def find_shipped(key: str) -> ShippedProcedure | None:
    """That of `key`; None where there is none."""
    return next((one for one in shipped_procedures() if one.key == key), None)
