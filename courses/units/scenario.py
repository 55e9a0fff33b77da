"""What a branching scenario is, and where a row of choices leads in it. Pure.

Nodes are situations. Each has choices, which have a consequence and lead on to a node, or it is an
end and has a debrief. `read_scenario` makes sure that no way is a dead one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.kernel.bilingual import Bilingual
from app.kernel.documents import Field, quoted
from courses.units.words import read_list, read_name, read_text, refuse_repetition

MOST_NODES, MOST_CHOICES = 40, 6


@dataclass(frozen=True)
class Choice:
    """Something that one can do, what comes of it, and the node that it leads to."""

    text: Bilingual
    consequence: Bilingual
    leads_to: str


@dataclass(frozen=True)
class Node:
    """A situation with choices, or with a debrief where the story ends."""

    situation: Bilingual
    choices: tuple[Choice, ...] = ()
    debrief: Bilingual | None = None

    @property
    def is_end(self) -> bool:
        return self.debrief is not None


@dataclass(frozen=True)
class Step:
    """A situation that one has been in, and what one has done there."""

    node: Node
    choice: Choice


@dataclass(frozen=True)
class Walk:
    """Where one has come to: the steps that led there, and the node one stands at."""

    steps: tuple[Step, ...]
    key: str
    node: Node


@dataclass(frozen=True)
class Scenario:
    start: str
    nodes: Mapping[str, Node]

    @property
    def ends(self) -> frozenset[str]:
        """The nodes where the story ends."""
        return frozenset(key for key, node in self.nodes.items() if node.is_end)

    def walk(self, choices: Sequence[int]) -> Walk:
        """Follow `choices` from the start. Raises ValueError for one that there is not."""
        key, steps = self.start, []
        for number in choices:
            node = self.nodes[key]
            if not 0 <= number < len(node.choices):
                raise ValueError(f"{key} has no choice {number}")
            steps.append(Step(node, node.choices[number]))
            key = node.choices[number].leads_to
        return Walk(tuple(steps), key, self.nodes[key])


def read_scenario(field: Field) -> Scenario:
    """The scenario that a document describes. Raises DocumentError with place and fault.

    Every choice leads somewhere, every node can be reached, and from each one some end can.
    """
    members = field.object(required=("start", "nodes"))
    places = members["nodes"].members()
    if not 2 <= len(places) <= MOST_NODES:
        raise members["nodes"].error(f"must have 2 to {MOST_NODES} nodes")
    nodes = {read_name(place, key): _node(place, places) for key, place in places.items()}
    scenario = Scenario(_known(members["start"], places), nodes)
    if not scenario.ends:
        raise members["nodes"].error("has no end: no node has a debrief")
    ways = {key: [choice.leads_to for choice in node.choices] for key, node in nodes.items()}
    _require(places, _reached([scenario.start], ways), "cannot be reached from the start")
    _require(places, _reached(scenario.ends, _turned(ways)), "leads to no end")
    return scenario


def _node(field: Field, places: Mapping[str, Field]) -> Node:
    members = field.object(required=("situation",), optional=("choices", "debrief"))
    if ("choices" in members) == ("debrief" in members):
        raise field.error("must have either choices or, as an end, a debrief")
    situation = read_text(members["situation"])
    if "debrief" in members:
        return Node(situation, debrief=read_text(members["debrief"]))
    elements = read_list(members["choices"], 2, MOST_CHOICES)
    choices = tuple(_choice(element, places) for element in elements)
    refuse_repetition(elements, [choice.text.de for choice in choices])
    return Node(situation, choices)


def _choice(field: Field, places: Mapping[str, Field]) -> Choice:
    members = field.object(required=("text", "consequence", "leads_to"))
    return Choice(
        text=read_text(members["text"]),
        consequence=read_text(members["consequence"]),
        leads_to=_known(members["leads_to"], places),
    )


def _known(field: Field, places: Mapping[str, Field]) -> str:
    key = field.text()
    if key not in places:
        raise field.error(f"names no node ({quoted(key)})")
    return key


def _reached(beginnings: Iterable[str], ways: Mapping[str, Sequence[str]]) -> set[str]:
    """All nodes that one comes to from `beginnings`."""
    reached, waiting = set(), list(beginnings)
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(ways[key])
    return reached


def _turned(ways: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The same ways, walked backwards."""
    turned: dict[str, list[str]] = {key: [] for key in ways}
    for key, following in ways.items():
        for other in following:
            turned[other].append(key)
    return turned


def _require(places: Mapping[str, Field], found: set[str], fault: str) -> None:
    for key, place in places.items():
        if key not in found:
            raise place.error(fault)
