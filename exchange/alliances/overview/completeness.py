"""How complete an alliance is, and what is missing. Pure: facts in, figures and gaps out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: After this long without a word, nobody knows whether a number is still answered.
CONFIRMATION_HOLDS = timedelta(days=365)


class GapKind(StrEnum):
    """What is missing, the weightiest first."""

    SITUATION = "situation"
    DUTY = "duty"
    KIND = "kind"
    UNREACHABLE = "unreachable"
    NO_CONTACT = "no_contact"
    COMMITMENT = "commitment"
    STALE = "stale"


@dataclass(frozen=True)
class PartnerFacts:
    """A partner: `ways` says that the organisation itself can be reached, `confirmed` on which days
    its contacts were last confirmed, `overdue` how many commitments are.
    """

    public_id: str
    name: str
    kind: str
    situations: frozenset[str]
    ways: bool
    confirmed: tuple[date, ...] = ()
    overdue: int = 0


@dataclass(frozen=True)
class NamedFact:
    """A situation (by its key) or a duty (by its public id), with its words."""

    key: str
    name: str


@dataclass(frozen=True)
class Gap:
    """Something missing: about a situation, duty or kind by `key`, or a partner by its id."""

    kind: GapKind
    key: str
    name: str
    count: int = 1


@dataclass(frozen=True)
class SituationLine:
    """A situation and the partners who help in it."""

    situation: NamedFact
    partners: tuple[PartnerFacts, ...]


@dataclass(frozen=True)
class Completeness:
    """Figures of one alliance. `kinds` counts the partners of each kind, none left out."""

    partners: int
    kinds: dict[str, int]
    situations: tuple[SituationLine, ...]
    duties: int
    gaps: tuple[Gap, ...]

    @property
    def kinds_covered(self) -> int:
        return sum(count > 0 for count in self.kinds.values())

    @property
    def situations_covered(self) -> int:
        return sum(bool(line.partners) for line in self.situations)

    @property
    def duties_covered(self) -> int:
        """Of how many duties somebody is responsible."""
        return self.duties - sum(gap.kind is GapKind.DUTY for gap in self.gaps)


def completeness_of(
    partners: Sequence[PartnerFacts],
    *,
    kinds: Sequence[str],
    core_kinds: frozenset[str],
    situations: Sequence[NamedFact],
    duties: Sequence[NamedFact],
    assigned: frozenset[str],
    today: date,
) -> Completeness:
    """Figures and gaps of an alliance, the weightiest gaps first.

    `assigned` are the keys of duties for which somebody is responsible. `core_kinds` are those
    without which an alliance does not hold; that another kind is missing is no gap.
    """
    counted = Counter(partner.kind for partner in partners)
    lines = tuple(
        SituationLine(situation, tuple(one for one in partners if situation.key in one.situations))
        for situation in situations
    )
    gaps = [
        *(Gap(GapKind.SITUATION, *_named(line.situation)) for line in lines if not line.partners),
        *(Gap(GapKind.DUTY, *_named(duty)) for duty in duties if duty.key not in assigned),
        *(Gap(GapKind.KIND, kind, kind) for kind in kinds if kind in core_kinds - counted.keys()),
        *(gap for partner in partners for gap in _gaps_of(partner, today)),
    ]
    order = list(GapKind)
    return Completeness(
        partners=len(partners),
        kinds={kind: counted[kind] for kind in kinds},
        situations=lines,
        duties=len(duties),
        gaps=tuple(sorted(gaps, key=lambda gap: order.index(gap.kind))),
    )


def _gaps_of(partner: PartnerFacts, today: date) -> Iterator[Gap]:
    if not partner.ways and not partner.confirmed:
        yield Gap(GapKind.UNREACHABLE, partner.public_id, partner.name)
    elif not partner.confirmed:
        yield Gap(GapKind.NO_CONTACT, partner.public_id, partner.name)
    if partner.overdue:
        yield Gap(GapKind.COMMITMENT, partner.public_id, partner.name, partner.overdue)
    stale = sum(day < today - CONFIRMATION_HOLDS for day in partner.confirmed)
    if stale:
        yield Gap(GapKind.STALE, partner.public_id, partner.name, stale)


def _named(fact: NamedFact) -> tuple[str, str]:
    return fact.key, fact.name
