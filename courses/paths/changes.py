"""What is different in a person's new plan, and why. Pure: compares documents.

A plan is the contract's document with `dates`, the start of each step's run when it was planned. Of
the former one a few keys are enough, see `kept_of`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Document = Mapping[str, Any]


class Fate(StrEnum):
    """What has become of a date that the former plan had."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    BEGUN = "begun"
    FULL = "full"


class Kind(StrEnum):
    """What can happen to a step."""

    OTHER_DATE = "other_date"
    MOVED = "moved"  # the same cohort, at another time
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """What has happened to the step of `unit`.

    `before` and `after` are when it was, and is, to begin; `fate` what has become of the former
    date; `left_out` the contract's reason why the unit is in the plan no more. `own_seat`: the new
    date is one that the person has a seat in.
    """

    kind: Kind
    unit: str
    before: datetime | None = None
    after: datetime | None = None
    fate: Fate | None = None
    left_out: str | None = None
    own_seat: bool = False


@dataclass(frozen=True)
class Changes:
    """All that is different. `more_open`: how many levels more stay open at the end, or fewer.

    `rest_stays` says that some steps are as they were.
    """

    steps: tuple[Change, ...] = ()
    reordered: bool = False
    more_open: int = 0
    rest_stays: bool = False

    def __bool__(self) -> bool:
        return bool(self.steps or self.reordered or self.more_open)


def kept_of(plan: Document) -> dict[str, Any]:
    """What a later comparison needs of a plan."""
    return {
        "steps": [{"unit": step["unit"], "run": step["run"]} for step in plan["steps"]],
        "dates": dict(plan.get("dates", {})),
        "open": open_levels(plan),
    }


def open_levels(plan: Document) -> int:
    """How many levels are missing at the end of a plan, over all targets that it does not reach."""
    return sum(gap["target"] - gap["level"] for gap in plan["left_open"])


def compare(
    former: Document,
    new: Document,
    *,
    fates: Mapping[str, Fate],
    own_seats: Collection[str] = (),
) -> Changes:
    """What the plan `new` does otherwise than `former`, of which `kept_of` is enough.

    `fates` tells what has become of the former runs, `own_seats` in which runs the person sits.
    Changes stand in the order of the former steps, new steps follow in theirs.
    """
    before, after = _steps(former), _steps(new)
    left_out = {entry["unit"]: entry["reason"] for entry in new["left_out"]}
    found: list[Change] = []
    for unit, run in before.items():
        started, fate = _start(former, run), fates.get(run or "")
        if unit not in after:
            found.append(Change(Kind.GONE, unit, started, None, fate, left_out.get(unit)))
        elif after[unit] != run:
            seat, begins = after[unit] in own_seats, _start(new, after[unit])
            found.append(Change(Kind.OTHER_DATE, unit, started, begins, fate, own_seat=seat))
        elif started != _start(new, run) and started is not None:
            found.append(Change(Kind.MOVED, unit, started, _start(new, run), Fate.MOVED))
    found += [
        Change(Kind.NEW, unit, None, _start(new, run), own_seat=run in own_seats)
        for unit, run in after.items()
        if unit not in before
    ]
    touched = {change.unit for change in found}
    return Changes(
        steps=tuple(found),
        reordered=_common(before, after) != _common(after, before),
        more_open=open_levels(new) - former["open"],
        rest_stays=any(unit not in touched for unit in after),
    )


def _steps(plan: Document) -> dict[str, str | None]:
    return {step["unit"]: step["run"] for step in plan["steps"]}


def _common(units: Mapping[str, Any], others: Mapping[str, Any]) -> Sequence[str]:
    return [unit for unit in units if unit in others]


def _start(plan: Document, run: str | None) -> datetime | None:
    written = plan.get("dates", {}).get(run)
    return datetime.fromisoformat(written) if written else None
