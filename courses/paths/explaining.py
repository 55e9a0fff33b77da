"""What a plan says of itself, in sentences: one for each step, gap left open and unit left out.

Pure: the plan is the document that is kept of it, and names and words come from outside, in one
language. What is to be said is decided here, how it is said by `Words`, of which there is one set
for a person and one for a team.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from courses.paths.plan import OpenReason, OutReason, Status

#: The contract's document, with what TrainingPath.plan keeps beside it.
Plan = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """What keys are called in the language of the sentences. What has no name is passed over.

    `learners` are those whose levels may be told; of all others only competencies are.
    """

    units: Mapping[str, str]
    competencies: Mapping[str, str]
    levels: Mapping[int, str]
    learners: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raised:
    """From which level to which somebody is brought, and whether that is their target."""

    from_level: int
    to_level: int
    level_name: str
    reaches_target: bool


@dataclass(frozen=True)
class Closed:
    """What a step closes of one competency. No learner, and no levels, where none may be told."""

    competency: str
    learner: str | None
    levels: Raised | None


@dataclass(frozen=True)
class Open:
    """What stays open of one competency. No learner, and no levels, where none may be told."""

    competency: str
    learner: str | None
    level: int | None
    target: int | None


@dataclass(frozen=True)
class Shortage:
    """The minutes there are, whether any step fits into them, and what a unit would need more.

    `more` and `levels`: so many minutes more would bring the unit and so many further levels.
    """

    minutes: int
    nothing_fits: bool
    more: int | None = None
    levels: int = 0


class Words(Protocol):
    """How things are said, in the language of the moment."""

    def step(self, number: int, closes: Sequence[Closed], enables: Sequence[int]) -> str:
        """What a step is good for; `enables` are the numbers of the steps that need it."""

    def kept(self, number: int) -> str:
        """That a step is there for no use to a target, but because somebody wants it."""

    def gap(self, gap: Open) -> str:
        """How far a path comes where the target is not reached."""

    def why_open(self, reason: OpenReason) -> str:
        """Why a gap stays open."""

    def left_out(self, unit: str, reason: OutReason) -> str:
        """Why a unit is left out, for all reasons but minutes."""

    def too_long(self, unit: str, shortage: Shortage) -> str:
        """That a unit is left out because of the minutes."""

    def more_time(self, minutes: int, levels: int) -> str:
        """What so many minutes more would close."""

    def proven(self) -> str:
        """That there is no better plan."""

    def maybe_better(self, levels: int) -> str:
        """That there may be a better plan, which closes so many further levels at most."""

    def maybe_shorter(self) -> str:
        """That no plan closes more, but there may be one that takes less time."""


@dataclass(frozen=True)
class Sentence:
    """What is said `about` a unit or a competency, and `why`, where that can stand by itself."""

    about: str
    says: str
    why: str = ""

    @property
    def text(self) -> str:
        return f"{self.says} {self.why}".rstrip()


@dataclass(frozen=True)
class Sentences:
    """All that a plan says of itself. `more_time` is empty where more time brings nothing."""

    steps: tuple[Sentence, ...]
    left_open: tuple[Sentence, ...]
    left_out: tuple[Sentence, ...]
    quality: str
    more_time: str


def sentences_of(plan: Plan, names: Names, words: Words, *, budget_minutes: int) -> Sentences:
    """The sentences of `plan`, which was made for so many minutes.

    Steps, gaps and units come in the plan's order. Gaps of which the same is to be said, since
    nobody's levels may be told, are one.
    """
    gain = plan.get("more_time")
    return Sentences(
        steps=tuple(_steps(plan, names, words)),
        left_open=tuple(_left_open(plan, names, words)),
        left_out=tuple(_left_out(plan, names, words, budget_minutes)),
        quality=_quality(plan, words),
        more_time=words.more_time(gain["minutes"], gain["levels"]) if gain else "",
    )


def _steps(plan: Plan, names: Names, words: Words) -> Iterable[Sentence]:
    numbers = {step["unit"]: number for number, step in enumerate(plan["steps"], start=1)}
    ends = _last_levels(plan)
    for unit, number in numbers.items():
        step = plan["steps"][number - 1]
        closes = [
            _closed(piece, names, ends) for piece in step["closes"] if _is_known(piece, names)
        ]
        enables = [numbers[later] for later in step.get("enables", ()) if later in numbers]
        is_of_use = step["closes"] or enables
        text = words.step(number, _each_once(closes), enables) if is_of_use else words.kept(number)
        yield Sentence(unit, text)


def _last_levels(plan: Plan) -> dict[tuple[str, str], int]:
    """By learner and competency: the level that reaches the target, where that is reached."""
    ends: dict[tuple[str, str], int] = {}
    for step in plan["steps"]:
        for piece in step["closes"]:
            ends[piece["learner"], piece["competency"]] = piece["to"]
    for gap in plan["left_open"]:
        ends.pop((gap["learner"], gap["competency"]), None)
    return ends


def _closed(piece: Mapping[str, Any], names: Names, ends: Mapping[tuple[str, str], int]) -> Closed:
    learner, to_level = piece["learner"], piece["to"]
    competency = names.competencies[piece["competency"]]
    if learner not in names.learners:
        return Closed(competency, None, None)
    reached = ends.get((learner, piece["competency"])) == to_level
    levels = Raised(piece["from"], to_level, names.levels[to_level], reached)
    return Closed(competency, names.learners[learner], levels)


def _left_open(plan: Plan, names: Names, words: Words) -> Iterable[Sentence]:
    gaps = [
        (gap["competency"], OpenReason(gap["reason"]), _open(gap, names))
        for gap in plan["left_open"]
        if _is_known(gap, names)
    ]
    for competency, reason, gap in _each_once(gaps):
        yield Sentence(competency, words.gap(gap), words.why_open(reason))


def _open(gap: Mapping[str, Any], names: Names) -> Open:
    competency = names.competencies[gap["competency"]]
    if gap["learner"] not in names.learners:
        return Open(competency, None, None, None)
    return Open(competency, names.learners[gap["learner"]], gap["level"], gap["target"])


def _left_out(plan: Plan, names: Names, words: Words, budget_minutes: int) -> Iterable[Sentence]:
    gain = plan.get("more_time") or {"units": ()}
    for entry in plan["left_out"]:
        unit, reason = entry["unit"], OutReason(entry["reason"])
        if unit not in names.units:
            continue
        if reason is OutReason.BUDGET:
            more = (gain["minutes"], gain["levels"]) if unit in gain["units"] else (None, 0)
            shortage = Shortage(budget_minutes, not plan["steps"], *more)
            yield Sentence(unit, words.too_long(names.units[unit], shortage))
        else:
            yield Sentence(unit, words.left_out(names.units[unit], reason))


def _quality(plan: Plan, words: Words) -> str:
    if plan["status"] == Status.OPTIMAL:
        return words.proven()
    if plan["closed"] >= plan["bound"]:
        return words.maybe_shorter()
    return words.maybe_better(_most_further_levels(plan))


def _most_further_levels(plan: Plan) -> int:
    """No plan closes more than so many levels beyond this one's.

    Gaps count by their weight in `bound`, so it limits levels only where all weights are 1; what
    stays open does so always.
    """
    still_open = sum(gap["target"] - gap["level"] for gap in plan["left_open"])
    closed = sum(piece["to"] - piece["from"] for step in plan["steps"] for piece in step["closes"])
    weights_are_one = closed == plan["closed"] and closed + still_open == plan["possible"]
    return min(still_open, plan["bound"] - plan["closed"]) if weights_are_one else still_open


def _is_known(about: Mapping[str, Any], names: Names) -> bool:
    return about["competency"] in names.competencies


def _each_once(said: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys(said))
