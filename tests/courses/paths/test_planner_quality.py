"""How near the greedy planner comes to the best plan, measured on problems like a catalogue.

The figures themselves: `pytest --log-cli-level=INFO` on this file.
"""

import logging
from random import Random

import pytest

from app.kernel.documents import Field
from courses.paths.planner import plan_path
from courses.paths.problem import read_problem
from tests.courses.paths.instances import catalogue_problem
from tests.courses.paths.oracle import Oracle

# Nearly all of the time goes into the oracle, and other tests run the same lines.
pytestmark = pytest.mark.no_cover

SAMPLES = 100


@pytest.mark.parametrize("units", [6, 9])
def test_the_best_plan_is_found_nearly_always(units: int) -> None:
    closes_most = best_in_all = short_minutes_noticed = 0
    for seed in range(SAMPLES):
        dice = Random(seed)  # noqa: S311 - the same problems every time
        problem = catalogue_problem(dice.randint, units)
        oracle = Oracle(problem)
        plan = plan_path(read_problem(Field(problem))).as_document()
        rank = oracle.rank(plan)
        closes_most += rank[0] == oracle.optimum[0]
        best_in_all += rank == oracle.optimum
        minutes_are_short = oracle.optimum_without_budget[0] < rank[0]
        short_minutes_noticed += plan["left_open"] == oracle.left_open(plan, minutes_are_short)

    logging.getLogger(__name__).info(
        "%d problems with %d units: most closed in %d, best by all criteria %d, reason budget %d",
        SAMPLES,
        units,
        closes_most,
        best_in_all,
        short_minutes_noticed,
    )
    assert closes_most >= SAMPLES * 0.97
    assert best_in_all >= SAMPLES * 0.95
    assert short_minutes_noticed >= SAMPLES * 0.97
