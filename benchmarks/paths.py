"""Training paths: the best one with its proof, beside a draft that just takes what seems best next.

The catalogue is like a real one: courses build on each other, some are for one function only, most
have dates that clash, and there is more on offer than time.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from courses.paths.draft import draft_path
from courses.paths.network import build_network
from courses.paths.plan import Status
from courses.paths.planner import plan_path
from courses.paths.problem import Interval, Learner, Problem, Run, Unit
from courses.paths.reasons import possible
from courses.paths.space import Space

Group = dict[str, Callable[[], object]]

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAYS = 120
FUNCTIONS = ("executive", "political", "staff")


def path_cases() -> dict[str, Group]:
    """Both ways for catalogues and teams of several sizes, once the best is proven for each."""
    sizes = {
        "Plan a path for one person, 10 competencies": (1, 10, (40,)),
        **{
            f"Plan a path for {learners} learners, 24 competencies": (learners, 24, (20, 60, 120))
            for learners in (1, 12, 30)
        },
    }
    return {
        title: {
            name: way
            for units in catalogues
            for name, way in _ways(planning_problem(units, competencies, learners)).items()
        }
        for title, (learners, competencies, catalogues) in sizes.items()
    }


def _ways(problem: Problem) -> Group:
    best = plan_path(problem)
    space, taken = _draft(problem)
    drafted = build_network(space).closed(taken)
    if best.status != Status.OPTIMAL or drafted > best.closed:
        raise RuntimeError("the best plan is not proven, or not the best")
    every = possible(problem)
    name = f"{len(problem.units)} units"
    return {
        f"{name}, a draft: closes {drafted / every:.1%}": partial(_draft, problem),
        f"{name}, proven: closes {best.closed / every:.1%}": partial(plan_path, problem),
    }


def _draft(problem: Problem) -> tuple[Space, dict[int, Run | None]]:
    space = Space(problem)
    return space, draft_path(space, build_network(space), seconds=60)


def planning_problem(units: int, competencies: int, learners: int) -> Problem:
    """People with gaps, and a third of the time that all units would take. Always the same."""
    dice = random.Random(f"{units}/{competencies}/{learners}")  # noqa: S311 — benchmark data
    names = [f"competency{number}" for number in range(competencies)]
    offered = [_unit(number, names, dice) for number in range(units)]
    return Problem(
        learners=tuple(_learner(number, names, dice) for number in range(learners)),
        units=tuple(dice.sample(offered, len(offered))),
        budget_minutes=sum(unit.minutes for unit in offered) // 3,
        not_before=START,
        deadline=START + timedelta(days=DAYS + 5),
        weights={name: dice.randint(1, 5) for name in names},
        busy=tuple(_interval(day, 0, 5) for day in range(0, DAYS, 9)),
    )


def _learner(number: int, names: list[str], dice: random.Random) -> Learner:
    return Learner(
        id=f"p{number}",
        function=dice.choice(FUNCTIONS),
        levels={name: dice.randint(0, 2) for name in names if dice.random() < 0.5},
        targets={name: dice.randint(1, 4) for name in names if dice.random() < 0.8},
        weight=dice.randint(1, 3),
    )


def _unit(number: int, names: list[str], dice: random.Random) -> Unit:
    subject, other = dice.sample(names, 2)
    level = dice.randint(1, 4)
    builds_on_its_own = level > 1 and dice.random() < 0.45
    requires = {subject: level - 1} if builds_on_its_own else {}
    if dice.random() < 0.25:
        requires[other] = dice.randint(1, 2)
    raised_too = {name: dice.randint(1, 3) for name in dice.sample(names, dice.randint(0, 2))}
    return Unit(
        id=f"u{number}",
        minutes=dice.choice((30, 45, 60, 90, 120, 180, 240, 360)),
        raises={**raised_too, subject: level},
        runs=_runs(dice) if dice.random() < 0.6 else None,
        audience=frozenset(dice.sample(FUNCTIONS, 2)) if dice.random() < 0.35 else frozenset(),
        requires=requires,
        after=(f"u{dice.randrange(number)}",) if number and dice.random() < 0.15 else (),
    )


def _runs(dice: random.Random) -> tuple[Run, ...]:
    runs = []
    for number in range(dice.randint(1, 4)):
        day, hour = dice.randrange(DAYS), dice.choice((0, 1, 2, 4, 5))
        time = _interval(day, hour, dice.choice((2, 3, 4, 7)))
        seats = dice.choice((9, 20, 40, 60))
        runs.append(Run(time.start, time.end, f"r{number}", seats))
    return tuple(runs)


def _interval(day: int, hour: int, hours: int) -> Interval:
    start = START + timedelta(days=day, hours=hour)
    return Interval(start, start + timedelta(hours=hours))
