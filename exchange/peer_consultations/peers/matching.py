"""Which peers fit a consultation: a topic in common, hours in common, and from as many
municipalities as can be. Pure: the same people give the same choice, in whatever order they come.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

#: The group that suggestions aim at; below it, everybody who fits is suggested.
IDEAL, LARGEST = 6, 7


@dataclass(frozen=True)
class Peer:
    """Somebody who would like to consult with peers. `function` and `municipality` may be None.

    With `only_others` they meet nobody of their own municipality.
    """

    key: int
    municipality: int | None
    function: str | None
    topics: frozenset[str]
    hours: frozenset[str]
    only_others: bool = False

    def may_meet(self, other: "Peer") -> bool:
        """Whether both are willing to sit together."""
        if self.municipality is None or self.municipality != other.municipality:
            return True
        return not (self.only_others or other.only_others)


@dataclass(frozen=True)
class Search:
    """What a group looks for: who seeks, what about, and who is in it already.

    `salt` decides between people who fit equally well, so that it is not always the same.
    """

    seeker: Peer
    topic: str
    members: tuple[Peer, ...] = ()
    salt: str = ""


def suggest_peers(search: Search, candidates: Iterable[Peer], *, most: int = IDEAL) -> list[Peer]:
    """Whom to invite so that the group, members included, has up to `most` people (at most 7).

    All have the topic, an hour in common with the seeker, and are willing to sit with everybody
    else. The same function goes before another, then a municipality that is not there yet, then
    more topics in common.
    """
    present = {search.seeker.key: search.seeker} | {one.key: one for one in search.members}
    fitting = {
        one.key: one
        for one in candidates
        if one.key not in present and _fits(search, one, list(present.values()))
    }
    chosen: list[Peer] = []
    places = min(most, LARGEST) - len(present)
    while fitting and len(chosen) < places:
        group = [*present.values(), *chosen]
        best = min(fitting.values(), key=lambda one: _rank(search, one, group))
        chosen.append(fitting.pop(best.key))
        fitting = {key: one for key, one in fitting.items() if best.may_meet(one)}
    return chosen


def _fits(search: Search, one: Peer, group: Sequence[Peer]) -> bool:
    return (
        search.topic in one.topics
        and bool(search.seeker.hours & one.hours)
        and all(one.may_meet(other) for other in group)
    )


def _rank(search: Search, one: Peer, group: Sequence[Peer]) -> tuple[bool, bool, int, str, int]:
    seeker = search.seeker
    other_function = one.function is None or one.function != seeker.function
    known_place = one.municipality in {each.municipality for each in group}
    in_common = len(seeker.topics & one.topics)
    lot = sha256(f"{search.salt}\0{one.key}".encode()).hexdigest()
    return other_function, known_place, -in_common, lot, one.key
