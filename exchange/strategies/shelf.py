"""The strategy concepts that KommA brings along, for municipalities to begin with."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.base import new_public_id
from app.kernel.content import read_content
from app.kernel.i18n import Bilingual
from exchange.strategies.models import StrategyKind

_CONTENT = Path(__file__).parent / "content" / "strategies.yaml"


@dataclass(frozen=True)
class ShippedStrategy:
    """One of them: what helps to choose it and to write it, and what it says.

    See `strategies.document`.
    """

    kind: StrategyKind
    summary: Bilingual
    questions: tuple[str, ...]
    _document: Mapping[str, Any]

    def make_document(self) -> dict[str, Any]:
        """What it says, to be made one's own: where one stands and all days are left open."""
        said = deepcopy(dict(self._document))
        measures = [
            {"key": new_public_id(), "due_on": None} | measure for measure in said["measures"]
        ]
        return said | {"review_on": None, "measures": measures}


@cache
def shipped_strategies() -> Mapping[StrategyKind, ShippedStrategy]:
    """All of them in their order, by their kind."""
    shipped = [
        ShippedStrategy(
            StrategyKind(one["kind"]), one["summary"], tuple(one["questions"]), one["document"]
        )
        for one in read_content(_CONTENT)
    ]
    return {one.kind: one for one in shipped}
