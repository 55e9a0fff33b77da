"""What can be searched across the app, and what a search finds.

Every package answers for what is its own, and for the one who is signed in alone: whatever they may
not open is not found, not counted and not hinted at.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from app.kernel.i18n import Message
from app.kernel.ranking import score_of
from app.kernel.word_stems import stems_asked_for

#: How much more a word in the title tells than one in the text.
_IN_TITLE, _IN_DETAIL, _IN_TEXT = 8, 2, 1


@dataclass(frozen=True)
class Hit:
    """Something found: what it is called, where it stands, and a text in which the words may be.

    The text is plain and may be long: whoever shows it cuts out the words around the match and
    marks them. `detail` says in a few words what it is or whose; `rank` is higher the better it
    fits and compares within one area only.
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
    read the area. A phrase has at least one word. Areas stand on the page by `order`; `more` gives
    the address of the area's own list for the same words, where it has one. `entries` gives all
    that the full-text index holds of it, where it uses that, so that the index can be made anew.
    """

    name: str
    label: Message
    find: Callable[[str, int], Sequence[Hit]]
    entries: Callable[[], Iterable[SearchEntry]] | None = None
    order: int = 50
    more: Callable[[str], str] | None = None


def best_hits(candidates: Iterable[Hit], phrase: str, most: int) -> list[Hit]:
    """At most `most` of `candidates` that hold all words of `phrase`, the best first, else in their
    order. For what is few enough to be read whole."""
    asked = stems_asked_for(phrase)
    found = []
    for hit in candidates:
        parts = ((hit.title, _IN_TITLE), (hit.detail, _IN_DETAIL), (hit.excerpt, _IN_TEXT))
        score = score_of(asked, parts)
        if score is not None:
            found.append(replace(hit, rank=score))
    return sorted(found, key=lambda hit: -hit.rank)[:most]
