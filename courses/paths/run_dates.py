"""When the dates of a plan begin, as they were when it was made, for a later one to compare."""

from datetime import UTC

from courses.paths.building import Basis
from courses.paths.plan import Plan


def dates_of(plan: Plan, basis: Basis) -> dict[str, str]:
    """When the runs of a plan begin, as they were when it was made."""
    starts = {cohort.id: cohort.starts_at for cohort in basis.cohorts}
    starts |= {seat.cohort: seat.starts_at for seat in basis.own_runs}
    return {
        step.run: starts[step.run].astimezone(UTC).isoformat()
        for step in plan.steps
        if step.run in starts
    }
