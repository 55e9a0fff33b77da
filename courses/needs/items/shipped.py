"""The items that KommA ships: per competency a general one, and perhaps special ones.

A special one is for the `functions` it names. No function has two items of one competency.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.kernel.content import read_content
from courses.needs.items.document import ANSWERS, Item
from organisations.models import Function
from organisations.topics.content_loading import CONTENT as TOPICS

ITEMS = Path(__file__).parent.parent / "content" / "items.yaml"


@dataclass(frozen=True)
class ShippedItem:
    """An item, the key of its competency, and for whom it is: no functions means everybody."""

    competency: str
    functions: frozenset[Function]
    item: Item

    @property
    def is_general(self) -> bool:
        return not self.functions


@cache
def items() -> Sequence[ShippedItem]:
    """All items in the order of the file, read once. Raises ValueError for a faulty file."""
    return read_items(ITEMS)


def read_items(path: Path) -> Sequence[ShippedItem]:
    """The items of the file at `path`.

    Raises ValueError where two items of a competency are for the same people, an item lacks an
    answer or names a function that there is not.
    """
    found, taken = [], set()
    for entry in read_content(path):
        key, functions = entry["competency"], frozenset(map(Function, entry.get("functions", ())))
        places = {(key, function) for function in functions or {None}}
        if taken & places:
            raise ValueError(f"{path.name}: {key} has two items for the same people")
        taken |= places
        if len(entry["options"]) != ANSWERS:
            raise ValueError(f"{path.name}: {key} needs an answer for each level")
        item = Item(entry["scenario"], entry["question"], tuple(entry["options"]))
        found.append(ShippedItem(key, functions, item))
    return found


def require_items(competencies: Iterable[str], general: Collection[str]) -> None:
    """Raise ValueError unless each competency (by key) is among those with a `general` item."""
    missing = sorted(set(competencies) - set(general))
    if missing:
        raise ValueError(f"no needs-analysis item for {', '.join(missing)}")


def check_shipped_items() -> None:
    """Raise ValueError unless each competency that KommA ships has its item. Run at the start."""
    shipped = read_content(TOPICS / "competencies.yaml")
    general = [entry.competency for entry in items() if entry.is_general]
    require_items((entry["key"] for entry in shipped), general)
