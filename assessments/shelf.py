"""The instruments that KommA ships. There is one so far: its own resilience check."""

from functools import cache
from pathlib import Path

from assessments.instruments import Instrument, Item, read_instrument

CONTENT = Path(__file__).parent / "content"
ITEMS_A_PAGE = 4


@cache
def resilience_check() -> Instrument:
    """KommA's own instrument, read once."""
    return read_instrument((CONTENT / "komma-resilience.yaml").read_bytes())


def pages_of(instrument: Instrument) -> list[tuple[Item, ...]]:
    """The items in their order, a few on each page."""
    items = instrument.items
    starts = range(0, len(items), ITEMS_A_PAGE)
    return [items[start : start + ITEMS_A_PAGE] for start in starts]
