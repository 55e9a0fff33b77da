"""What a team can learn from an exercise: what was late, what was left open. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Played:
    """One step as it was played; `open_items` are the texts of what nobody ticked."""

    number: int
    title: str
    due_at: datetime | None
    done_at: datetime | None
    open_items: tuple[str, ...]


@dataclass(frozen=True)
class Late:
    """A step that came after its deadline, by how much; None where it never came."""

    step: Played
    by: timedelta | None


@dataclass(frozen=True)
class Debrief:
    """The steps done in time, those that were late, and those with something left open."""

    in_time: tuple[Played, ...]
    late: tuple[Late, ...]
    unfinished: tuple[Played, ...]
    took: timedelta


def debrief(steps: Iterable[Played], *, started_at: datetime, ended_at: datetime) -> Debrief:
    """Look back at an exercise. What was due after its end is not late."""
    in_time, late, unfinished = [], [], []
    for step in steps:
        if step.open_items:
            unfinished.append(step)
        if step.due_at is not None and (step.done_at or ended_at) > step.due_at:
            late.append(Late(step, step.done_at - step.due_at if step.done_at else None))
        elif step.done_at is not None:
            in_time.append(step)
    return Debrief(tuple(in_time), tuple(late), tuple(unfinished), ended_at - started_at)
