"""What more time would bring: the fewest minutes more, against trying everything."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.documents import Field
from courses.paths.gains import cheapest_gain
from courses.paths.plan import Gain
from courses.paths.planner import plan_path
from courses.paths.problem import read_problem
from tests.courses.paths.examples import problem, run, unit
from tests.courses.paths.instances import catalogue_problem, odd_problem, tangled_problem
from tests.courses.paths.oracle import Oracle


def gain_of(document: dict[str, Any], *, seconds: float = 5.0) -> Gain | None:
    read = read_problem(Field(document))
    return cheapest_gain(read, plan_path(read), seconds)


def short_of_time(dice: Random) -> dict[str, Any]:
    kind = dice.choice([catalogue_problem, tangled_problem])
    document = kind(dice.randint, units=dice.randint(3, 8))
    return {**document, "budget_min": dice.randint(0, 12) * 15}


problems = (
    st.randoms(use_true_random=False).map(short_of_time)
    | st.composite(
        lambda draw: odd_problem(lambda low, high: draw(st.integers(low, high)), most_units=5)
    )()
)


@pytest.mark.no_cover
@given(problems)
@settings(max_examples=60, deadline=None)
def test_the_gain_is_the_least_one_there_is(document: dict[str, Any]) -> None:
    gain = gain_of(document)

    oracle = Oracle(document)
    budget, closed = document["budget_min"], -oracle.optimum[0]
    enough = [rank[1] for rank, _levels in oracle.all_plans(None) if -rank[0] > closed]
    assert (gain is None) == (not enough)
    if gain:
        assert budget + gain.minutes == min(enough)
        assert gain.minutes > 0
        now, then = best_levels(oracle, budget), best_levels(oracle, budget + gain.minutes)
        assert gain.levels in {after - before for after in then for before in now}


def best_levels(oracle: Oracle, budget: int) -> set[int]:
    """How many levels the best plans close: they are equally good, but weights may differ."""
    plans = list(oracle.all_plans(budget))
    best = min(rank for rank, _levels in plans)
    return {oracle.levels_closed(levels) for rank, levels in plans if rank == best}


def test_the_gain_names_what_would_come_in():
    document = problem(
        unit("short", {"law": 1}, minutes=60),
        unit("long", {"law": 3}, minutes=300),
        unit("longer", {"law": 3}, minutes=360),
        budget_min=120,
    )
    assert gain_of(document) == Gain(minutes=180, levels=2, units=("long",))


def test_several_units_can_be_needed_for_the_next_level():
    document = problem(
        unit("basics", {"crisis": 1}, minutes=100),
        unit("law", {"law": 3}, minutes=100, requires={"crisis": 1}),
        budget_min=150,
    )
    assert gain_of(document) == Gain(minutes=50, levels=3, units=("basics", "law"))


def test_more_time_brings_nothing_where_it_is_dates_that_are_missing():
    clashing = problem(
        unit("one", {"law": 1}, runs=[run("r", 9)]), unit("two", {"law": 3}, runs=[run("r", 9)])
    )
    assert gain_of(clashing) is None
    assert gain_of(problem(unit("undated", {"law": 3}, runs=[]), budget_min=0)) is None
    assert gain_of(problem(budget_min=0)) is None


def test_levels_that_weigh_more_can_cost_levels():
    """Two levels of law fit; with a minute more, one that counts five times takes their place."""
    document = problem(
        unit("law", {"law": 2}, minutes=60, runs=[run("r", 9)]),
        unit("crisis", {"crisis": 1}, minutes=61, runs=[run("r", 9)]),
        learners=[{"id": "p1", "function": "staff", "targets": {"law": 2, "crisis": 1}}],
        weights={"crisis": 5},
        budget_min=60,
    )
    assert gain_of(document) == Gain(minutes=1, levels=-1, units=("crisis",))


def test_without_time_to_prove_it_nothing_is_claimed():
    units = [
        unit(f"u{number}", {"law": 1 + number % 3}, minutes=30 + number) for number in range(9)
    ]
    assert gain_of(problem(*units, budget_min=31)) is not None
    assert gain_of(problem(*units, budget_min=31), seconds=1e-6) is None
