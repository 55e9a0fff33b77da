"""What can be searched across the app, and what a search finds.

Every package answers for what is its own, and for the one who is signed in alone: whatever they may
not open is not found, not counted and not hinted at.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.kernel.i18n import Message


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, where it stands, and the words around the match.

    `detail` says in a few words what it is or whose; `rank` is higher the better it fits and
    compares within one area only.
    """

    title: str
    url: str
    excerpt: str = ""
    detail: str = ""
    rank: float = 0.0


@dataclass(frozen=True)
class SearchEntry:
    """What the full-text index is told of one thing, see `app.kernel.full_text.keep`."""

    item_id: int
    title: str
    text: str = ""


@dataclass(frozen=True)
class SearchArea:
    """A kind of thing that can be found.

    `find(phrase, most)` gives at most `most` hits for whoever is signed in, best first, in a number
    of statements that does not grow with what there is. It returns nothing for those who may not
    read the area. `entries` gives all that the full-text index holds of it, where it uses that, so
    that the index can be made anew.
    """

    name: str
    label: Message
    find: Callable[[str, int], Sequence[Hit]]
    entries: Callable[[], Iterable[SearchEntry]] | None = None
