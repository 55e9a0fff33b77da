"""Which aids fit what somebody looks for, the best first, and what to drop if none does. Pure.

There are few enough aids to read them whole, so both databases find the same, and single conditions
can be dropped to see what that brings.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace

from app.kernel.ranking import score_of
from app.kernel.word_stems import stems_asked_for

#: How much more a word in the title tells of an aid than one further down.
_WEIGHTS = (8, 4, 1)


@dataclass(frozen=True)
class Findable:
    """What is known of an aid when somebody looks for one."""

    key: str
    title: str
    summary: str
    text: str
    kind: str
    tone: str
    audiences: Collection[str]
    situations: Collection[str]


@dataclass(frozen=True)
class Criteria:
    """What somebody looks for. Empty means that it does not matter."""

    q: str = ""
    situation: str = ""
    kind: str = ""
    tone: str = ""
    audience: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What matters, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value}

    def without(self, name: str) -> "Criteria":
        """The same, but for this."""
        return replace(self, **{name: ""})


@dataclass(frozen=True)
class Drop:
    """How many aids there would be without one condition."""

    name: str
    aids: int


def find(aids: Sequence[Findable], criteria: Criteria) -> list[Findable]:
    """The aids that fit all of `criteria`, the closest first, else in the order given."""
    asked = stems_asked_for(criteria.q)
    scored = [(_score(aid, asked), aid) for aid in aids if _fits(aid, criteria)]
    found = [(score, aid) for score, aid in scored if score is not None]
    return [aid for _, aid in sorted(found, key=lambda entry: -entry[0])]


def drops(aids: Sequence[Findable], criteria: Criteria) -> list[Drop]:
    """Which single conditions to drop so that there is something, the most helpful first."""
    counted = (Drop(name, len(find(aids, criteria.without(name)))) for name in criteria.given)
    return sorted((drop for drop in counted if drop.aids), key=lambda drop: -drop.aids)


def _fits(aid: Findable, criteria: Criteria) -> bool:
    return (
        criteria.kind in {"", aid.kind}
        and criteria.tone in {"", aid.tone}
        and (not criteria.audience or criteria.audience in aid.audiences)
        and (not criteria.situation or criteria.situation in aid.situations)
    )


def _score(aid: Findable, asked: Sequence[str]) -> int | None:
    """How well the words are found; None where one of them is not."""
    return score_of(asked, zip((aid.title, aid.summary, aid.text), _WEIGHTS, strict=True))
