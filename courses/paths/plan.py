"""A training path: its steps with what each is good for, and what stays open or out, with why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Whether the plan is proven to be the best one."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


class OpenReason(StrEnum):
    """Why a target is not reached; the first that is true."""

    NO_UNIT_REACHES_IT = "no_unit_reaches_it"
    NO_DATE = "no_date"
    REQUIREMENT_OUT_OF_REACH = "requirement_out_of_reach"
    BUDGET = "budget"
    CONFLICT = "conflict"


class OutReason(StrEnum):
    """Why a unit is not in the plan; the first that is true."""

    DONE = "done"
    NOT_FOR_YOU = "not_for_you"
    CLOSES_NOTHING = "closes_nothing"
    NO_DATE = "no_date"
    REQUIREMENT_OUT_OF_REACH = "requirement_out_of_reach"
    NOT_NEEDED = "not_needed"
    BUDGET = "budget"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Choice:
    """A unit that is taken, with the id of its run; None where the unit is self-paced."""

    unit: str
    run: str | None


@dataclass(frozen=True)
class Closing:
    """A piece of a learner's gap that a step closes; levels are capped at the target."""

    learner: str
    competency: str
    from_level: int
    to_level: int


@dataclass(frozen=True)
class Step:
    """One unit of the path, in its place.

    `closes`: what it closes beyond the steps before it. `enables`: the later steps that need it
    directly.
    """

    unit: str
    run: str | None
    closes: tuple[Closing, ...]
    enables: tuple[str, ...]


@dataclass(frozen=True)
class LeftOpen:
    """A target that the path does not reach, and why."""

    learner: str
    competency: str
    level: int
    target: int
    reason: OpenReason


@dataclass(frozen=True)
class LeftOut:
    """A unit that is not in the path, and why."""

    unit: str
    reason: OutReason


@dataclass(frozen=True)
class Gain:
    """What more time would bring: with so many `minutes` more, so many more `levels` are closed.

    `units` are those that would come in. Of levels there can be fewer where those that are closed
    weigh more.
    """

    minutes: int
    levels: int
    units: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The gain as it is kept beside the contract's keys of a plan."""
        return {"minutes": self.minutes, "levels": self.levels, "units": list(self.units)}


@dataclass(frozen=True)
class Plan:
    """A path with its reasons, and `bound`: no path closes a greater weighted gap than this.

    `more_time` is no word of the contract: see `gains`. None where nobody has asked for it, too.
    """

    status: Status
    closed: int
    possible: int
    minutes: int
    bound: int
    steps: tuple[Step, ...]
    left_open: tuple[LeftOpen, ...]
    left_out: tuple[LeftOut, ...]
    more_time: Gain | None = None

    @property
    def levels_closed(self) -> int:
        """How many levels the steps close, whatever each of them weighs."""
        return sum(
            closing.to_level - closing.from_level for step in self.steps for closing in step.closes
        )

    def as_document(self) -> dict[str, Any]:
        """The plan in the shape of the contract."""
        return {
            "status": self.status,
            "closed": self.closed,
            "possible": self.possible,
            "minutes": self.minutes,
            "bound": self.bound,
            "steps": [_step(step) for step in self.steps],
            "left_open": [
                {
                    "learner": gap.learner,
                    "competency": gap.competency,
                    "level": gap.level,
                    "target": gap.target,
                    "reason": gap.reason,
                }
                for gap in self.left_open
            ],
            "left_out": [{"unit": out.unit, "reason": out.reason} for out in self.left_out],
        }


def _step(step: Step) -> Mapping[str, Any]:
    document: dict[str, Any] = {
        "unit": step.unit,
        "run": step.run,
        "closes": [
            {
                "learner": closing.learner,
                "competency": closing.competency,
                "from": closing.from_level,
                "to": closing.to_level,
            }
            for closing in step.closes
        ],
    }
    # The contract's example leaves it out where the step closes something by itself.
    if not step.closes:
        document["enables"] = list(step.enables)
    return document
