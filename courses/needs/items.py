"""The items of the needs analysis as KommA ships them: one per competency, in `content/`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.kernel.content import read_content
from app.kernel.i18n import Bilingual
from organisations.topics.content_loading import CONTENT as TOPICS
from organisations.topics.models import HIGHEST_LEVEL

ITEMS = Path(__file__).parent / "content" / "items.yaml"


@dataclass(frozen=True)
class Item:
    """A scene from a municipality, a question about it, and one answer per level."""

    scenario: Bilingual
    question: Bilingual
    options: tuple[Bilingual, ...]


@cache
def items() -> dict[str, Item]:
    """All items by the key of their competency, read once. Raises ValueError for a faulty file."""
    return read_items(ITEMS)


def read_items(path: Path) -> dict[str, Item]:
    """The items of the file at `path`, by competency.

    Raises ValueError where a competency has two items or an item lacks an answer.
    """
    found: dict[str, Item] = {}
    for entry in read_content(path):
        key = entry["competency"]
        if key in found:
            raise ValueError(f"{path.name}: {key} has two items")
        item = Item(entry["scenario"], entry["question"], tuple(entry["options"]))
        if len(item.options) != HIGHEST_LEVEL + 1:
            raise ValueError(f"{path.name}: {key} needs an answer for each level")
        found[key] = item
    return found


def require_items(competencies: Iterable[str], offered: dict[str, Item]) -> None:
    """Raise ValueError unless each competency (by key) has its item."""
    missing = sorted(set(competencies) - offered.keys())
    if missing:
        raise ValueError(f"no needs-analysis item for {', '.join(missing)}")


def check_shipped_items() -> None:
    """Raise ValueError unless every competency that KommA ships has its item. Run at the start."""
    shipped = read_content(TOPICS / "competencies.yaml")
    require_items((entry["key"] for entry in shipped), items())
