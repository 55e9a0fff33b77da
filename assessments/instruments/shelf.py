"""The instruments that KommA ships. There is one so far: its own resilience check."""

from collections.abc import Container
from functools import cache
from pathlib import Path

from assessments.instruments.definition import Instrument, Item, read_instrument

CONTENT = Path(__file__).parent / "content"
ITEMS_A_PAGE = 4


@cache
def resilience_check() -> Instrument:
    """KommA's own instrument, read once."""
    return read_instrument((CONTENT / "komma-resilience.yaml").read_bytes())


def find_shipped(key: str, version: int) -> Instrument | None:
    """The version of KommA's own instrument that has this number; None for all others."""
    own = resilience_check()
    return own if (own.key, own.version) == (key, version) else None


def pages_of(instrument: Instrument) -> list[tuple[Item, ...]]:
    """The items in their order, a few on each page."""
    items = instrument.items
    starts = range(0, len(items), ITEMS_A_PAGE)
    return [items[start : start + ITEMS_A_PAGE] for start in starts]


def first_open_page(instrument: Instrument, answered: Container[str]) -> int | None:
    """The first page of which nothing is `answered`, counted from 1; None where there is none."""
    for number, items in enumerate(pages_of(instrument), start=1):
        if not any(item.key in answered for item in items):
            return number
    return None
