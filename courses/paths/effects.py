"""What a plan comes to in figures, so that two plans can be compared."""

from dataclasses import dataclass
from datetime import datetime

from courses.paths.building import Basis
from courses.paths.plan import Plan, Status


@dataclass(frozen=True)
class Figures:
    """`levels` are closed, `important` of them count double; of `targets` that were missed
    `targets_reached` are reached. `last_end` is when the last date is over, None without dates.
    """

    units: tuple[str, ...]
    levels: int
    important: int
    targets: int
    targets_reached: int
    minutes: int
    last_end: datetime | None
    is_proven: bool

    @property
    def steps(self) -> int:
        return len(self.units)


def figures_of(plan: Plan, basis: Basis) -> Figures:
    """The figures of a plan that was made for `basis`."""
    closings = [closing for step in plan.steps for closing in step.closes]
    left_open = {gap.competency for gap in plan.left_open}
    missed = left_open | {closing.competency for closing in closings}
    ends = {cohort.id: cohort.ends_at for cohort in basis.cohorts}
    ends |= {seat.cohort: seat.ends_at for seat in basis.own_runs}
    units = tuple(step.unit for step in plan.steps)
    return Figures(
        units=units,
        levels=sum(one.to_level - one.from_level for one in closings),
        important=sum(
            one.to_level - one.from_level for one in closings if one.competency in basis.important
        ),
        targets=len(missed),
        targets_reached=len(missed - left_open),
        minutes=basis.minutes_of(units),
        last_end=max((ends[step.run] for step in plan.steps if step.run), default=None),
        is_proven=plan.status is Status.OPTIMAL,
    )
