"""The planning contract read a second time, slowly and plainly, to check the planner against.

Works on the documents as they are in the contract (instants stay text: written with `Z` and in one
length they sort as they should) and shares no code with the planner.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

Document = dict[str, Any]
Levels = dict[tuple[str, str], int]
Rank = tuple[int, int, int, str]


class Oracle:
    """What the contract says about one small problem."""

    def __init__(self, problem: Document) -> None:
        self.problem = problem
        self.learners = problem["learners"]
        self.units = {unit["id"]: unit for unit in problem["units"]}
        self.done = set(problem.get("done", []))

    # What the words mean

    @cached_property
    def start(self) -> Levels:
        competencies = {
            competency
            for holder in (*self.learners, *self.units.values())
            for key in ("levels", "targets", "requires", "raises")
            for competency in holder.get(key, {})
        }
        return {
            (learner["id"], competency): learner.get("levels", {}).get(competency, 0)
            for learner in self.learners
            for competency in competencies
        }

    def audience(self, unit: Document) -> list[Document]:
        functions = unit.get("audience", [])
        return [one for one in self.learners if not functions or one["function"] in functions]

    def after_taking(self, unit: Document, levels: Levels) -> Levels:
        raised = dict(levels)
        for learner in self.audience(unit):
            for competency, level in unit["raises"].items():
                key = (learner["id"], competency)
                raised[key] = max(raised[key], level)
        return raised

    def may_begin(self, unit: Document, taken: set[str], levels: Levels) -> bool:
        return set(unit.get("after", [])) <= self.done | taken and all(
            levels[learner["id"], competency] >= level
            for learner in self.audience(unit)
            for competency, level in unit.get("requires", {}).items()
        )

    def usable_runs(self, unit: Document) -> list[Document]:
        return [
            run
            for run in unit["runs"] or []
            if run["seats"] >= len(self.audience(unit))
            and run["start"] >= self.problem["not_before"]
            and run["end"] <= self.problem["deadline"]
            and all(
                run["end"] <= start or run["start"] >= end
                for start, end in self.problem.get("busy", [])
            )
        ]

    def has_date(self, unit: Document) -> bool:
        return unit["runs"] is None or bool(self.usable_runs(unit))

    def takeable(self, unit: Document) -> bool:
        return unit["id"] not in self.done and bool(self.audience(unit)) and self.has_date(unit)

    @cached_property
    def in_reach(self) -> set[str]:
        taken: set[str] = set()
        levels = self.start
        while True:
            beginning = [
                unit
                for unit in self.units.values()
                if unit["id"] not in taken
                and self.takeable(unit)
                and self.may_begin(unit, taken, levels)
            ]
            if not beginning:
                break
            for unit in beginning:
                taken.add(unit["id"])
                levels = self.after_taking(unit, levels)
        return {name for name, unit in self.units.items() if self.may_begin(unit, taken, levels)}

    def needs(self, needing: Document, giving: Document, levels: Levels) -> bool:
        if giving["id"] in needing.get("after", []):
            return True
        both = [one for one in self.audience(needing) if one in self.audience(giving)]
        return any(
            giving["raises"].get(competency, 0) >= level
            and levels[learner["id"], competency] < level
            for competency, level in needing.get("requires", {}).items()
            for learner in both
        )

    def useful(self, levels: Levels, planned: set[str]) -> set[str]:
        useful = {
            name
            for name, unit in self.units.items()
            if any(
                levels[learner["id"], competency] < min(level, self.target(learner, competency))
                for learner in self.audience(unit)
                for competency, level in unit["raises"].items()
            )
        }
        while True:
            more = {
                name
                for name, unit in self.units.items()
                if name not in useful
                and any(
                    other != name
                    and other not in self.done | planned
                    and self.needs(self.units[other], unit, levels)
                    for other in useful
                )
            }
            if not more:
                return useful
            useful |= more

    @staticmethod
    def target(learner: Document, competency: str) -> int:
        return learner.get("targets", {}).get(competency, 0)

    def weighted_gap_closed(self, levels: Levels) -> int:
        return sum(
            learner.get("weight", 1)
            * self.problem.get("weights", {}).get(competency, 1)
            * max(0, min(target, levels[learner["id"], competency]) - start)
            for learner in self.learners
            for competency, target in learner.get("targets", {}).items()
            for start in [self.start[learner["id"], competency]]
        )

    def levels_closed(self, levels: Levels) -> int:
        """How many levels are closed towards targets, whatever each of them weighs."""
        return sum(
            max(0, min(target, levels[learner["id"], competency]) - start)
            for learner in self.learners
            for competency, target in learner.get("targets", {}).items()
            for start in [self.start[learner["id"], competency]]
        )

    @cached_property
    def possible(self) -> int:
        return self.weighted_gap_closed(dict.fromkeys(self.start, 4))

    # The best plan, by trying everything

    def best(self, budget: int | None) -> Rank:
        """Criteria (a) to (d) of the best plan, the gap closed as a negative number."""
        return min(rank for rank, _levels in self.all_plans(budget))

    def all_plans(self, budget: int | None) -> Iterator[tuple[Rank, Levels]]:
        """Criteria (a) to (d) of every plan, and the levels at its end."""
        seen = set()
        waiting: list[tuple[frozenset[str], str, Levels]] = [(frozenset(), "", self.start)]
        while waiting:
            taken, last_end, levels = waiting.pop()
            if (taken, last_end) in seen:
                continue
            seen.add((taken, last_end))
            minutes = sum(self.units[name]["minutes"] for name in taken)
            if budget is not None and minutes > budget:
                continue
            yield (-self.weighted_gap_closed(levels), minutes, len(taken), last_end), levels
            for name, unit in self.units.items():
                if name in taken or not self.takeable(unit):
                    continue
                if self.may_begin(unit, set(taken), levels):
                    ends = (
                        [last_end]
                        if unit["runs"] is None
                        else [r["end"] for r in self.usable_runs(unit) if r["start"] >= last_end]
                    )
                    raised = self.after_taking(unit, levels)
                    waiting += [(taken | {name}, end, raised) for end in ends]

    @cached_property
    def optimum(self) -> Rank:
        return self.best(self.problem["budget_min"])

    @cached_property
    def optimum_without_budget(self) -> Rank:
        return self.best(None)

    # Checking a plan

    def violations(self, plan: Document) -> list[str]:
        """Which of the contract's rules for a plan its steps break."""
        broken = []
        taken: set[str] = set()
        levels = self.start
        last_end = ""
        for step in plan["steps"]:
            unit = self.units[step["unit"]]
            if step["unit"] in taken | self.done:
                broken.append(f"{step['unit']} is taken twice")
            if not set(unit.get("after", [])) <= self.done | taken:
                broken.append(f"rule 1: {step['unit']}")
            if not self.may_begin(unit, taken | set(unit.get("after", [])), levels):
                broken.append(f"rule 2: requires of {step['unit']}")
            run = self._run(unit, step["run"])
            if (run is None) != (unit["runs"] is None and step["run"] is None):
                broken.append(f"rule 3: run of {step['unit']}")
            if run and run["start"] < last_end:
                broken.append(f"rule 2: {step['unit']} starts before another is over")
            last_end = run["end"] if run else last_end
            if not self.audience(unit):
                broken.append(f"rule 5: {step['unit']}")
            taken.add(step["unit"])
            levels = self.after_taking(unit, levels)
        if sum(self.units[name]["minutes"] for name in taken) > self.problem["budget_min"]:
            broken.append("rule 4")
        return broken

    def _run(self, unit: Document, name: str | None) -> Document | None:
        return next((run for run in self.usable_runs(unit) if run["id"] == name), None)

    def levels_at_the_end(self, plan: Document) -> Levels:
        levels = self.start
        for step in plan["steps"]:
            levels = self.after_taking(self.units[step["unit"]], levels)
        return levels

    def rank(self, plan: Document) -> Rank:
        """Criteria (a) to (d) of a plan's steps, the gap closed as a negative number."""
        units = [self.units[step["unit"]] for step in plan["steps"]]
        runs = [
            self._run(unit, step["run"]) for step, unit in zip(plan["steps"], units, strict=True)
        ]
        return (
            -self.weighted_gap_closed(self.levels_at_the_end(plan)),
            sum(unit["minutes"] for unit in units),
            len(units),
            max((run["end"] for run in runs if run), default=""),
        )

    # What a plan must say about itself

    def steps(self, plan: Document) -> list[Document]:
        """The steps of a plan as they must be, `enables` in every one of them."""
        levels = self.start
        described = []
        for index, step in enumerate(plan["steps"]):
            unit = self.units[step["unit"]]
            raised = self.after_taking(unit, levels)
            closes = []
            for learner in self.learners:
                for competency, target in sorted(learner.get("targets", {}).items()):
                    before = min(target, levels[learner["id"], competency])
                    after = min(target, raised[learner["id"], competency])
                    if after > before:
                        closes.append(
                            {
                                "learner": learner["id"],
                                "competency": competency,
                                "from": before,
                                "to": after,
                            }
                        )
            enables = [
                later["unit"]
                for later in plan["steps"][index + 1 :]
                if self.needs(self.units[later["unit"]], unit, levels)
            ]
            described.append({**step, "closes": closes, "enables": enables})
            levels = raised
        return described

    def left_open(self, plan: Document, minutes_are_short: bool) -> list[Document]:
        levels = self.levels_at_the_end(plan)
        return [
            {
                "learner": learner["id"],
                "competency": competency,
                "level": levels[learner["id"], competency],
                "target": target,
                "reason": self._why_open(learner, competency, target, minutes_are_short),
            }
            for learner in self.learners
            for competency, target in sorted(learner.get("targets", {}).items())
            if levels[learner["id"], competency] < target
        ]

    def _why_open(
        self, learner: Document, competency: str, target: int, minutes_are_short: bool
    ) -> str:
        reaching = [
            unit
            for unit in self.units.values()
            if unit["id"] not in self.done
            and learner in self.audience(unit)
            and unit["raises"].get(competency, 0) >= target
        ]
        with_date = [unit for unit in reaching if self.has_date(unit)]
        if not reaching:
            return "no_unit_reaches_it"
        if not with_date:
            return "no_date"
        if not any(unit["id"] in self.in_reach for unit in with_date):
            return "requirement_out_of_reach"
        return "budget" if minutes_are_short else "conflict"

    def left_out(self, plan: Document, minutes_are_short: bool) -> list[Document]:
        planned = {step["unit"] for step in plan["steps"]}
        useful_at_start = self.useful(self.start, planned)
        useful_at_end = self.useful(self.levels_at_the_end(plan), planned)

        def why_out(unit: Document) -> str:
            if unit["id"] in self.done:
                return "done"
            if not self.audience(unit):
                return "not_for_you"
            if unit["id"] not in useful_at_start:
                return "closes_nothing"
            if not self.has_date(unit):
                return "no_date"
            if unit["id"] not in self.in_reach:
                return "requirement_out_of_reach"
            if unit["id"] not in useful_at_end:
                return "not_needed"
            return "budget" if minutes_are_short else "conflict"

        return [
            {"unit": name, "reason": why_out(unit)}
            for name, unit in self.units.items()
            if name not in planned
        ]
