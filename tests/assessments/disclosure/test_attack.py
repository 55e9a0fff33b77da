"""An attack by linear programming on what the command prints, with nothing of its insides.

The onlooker has the published document, knows of everybody who answered and in which groups they
are, and one score: their own. Waves are small and of the kinds that give people away.
"""

import json
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from assessments.disclosure.cli import disclosure

NOISE = 1e-6


def published(wave: dict, folder: Path) -> dict[tuple[str | None, str | None], dict]:
    """What the command shows of a wave, by dimension and key."""
    file = folder / "wave.json"
    file.write_text(json.dumps(wave))
    result = CliRunner().invoke(disclosure, ["tables", str(file)])
    assert result.exit_code == 0, result.output
    return {
        (table["by"], cell["key"]): cell
        for table in json.loads(result.stdout)["tables"]
        for cell in table["cells"]
    }


class Onlooker:
    """Somebody who answered, and what they can work out."""

    def __init__(self, wave: dict, cells: dict, own: dict) -> None:
        lowest, highest = wave["scale"]
        self._solver = pywraplp.Solver.CreateSolver("CLP")
        answered = [one for one in wave["records"] if one["score"] is not None]
        self._score = {
            one["id"]: self._solver.NumVar(lowest, highest, one["id"]) for one in answered
        }
        self._score[own["id"]].SetBounds(own["score"], own["score"])
        half = 0.5 / 10 ** wave["decimals"]
        for (dimension, key), cell in cells.items():
            if "mean" in cell:
                inside = [one for one in answered if dimension is None or one[dimension] == key]
                row = self._solver.Constraint(
                    (cell["mean"] - half) * len(inside) - 1e-9,
                    (cell["mean"] + half) * len(inside) + 1e-9,
                )
                for one in inside:
                    row.SetCoefficient(self._score[one["id"]], 1)

    def range(self, target: dict) -> float:
        """How far a score is left open."""
        ends = []
        for maximise in (True, False):
            aim = self._solver.Objective()
            aim.Clear()
            aim.SetCoefficient(self._score[target["id"]], 1)
            aim.SetOptimizationDirection(maximise)
            assert self._solver.Solve() == pywraplp.Solver.OPTIMAL
            ends.append(aim.Value())
        return ends[0] - ends[1]


@st.composite
def waves(draw: st.DrawFn) -> dict:
    """Small waves; nearly all scores at the ends of the scale, or equal, or all over it."""
    names = draw(st.sampled_from((["t"], ["t", "f"], ["t", "f", "m"])))
    lowest, highest = draw(st.sampled_from(((1, 5), (0, 1000), (-3, 3), (-100, 0), (0, 1))))
    ends = st.sampled_from((lowest, lowest, lowest, highest))
    whole = st.integers(lowest, highest)
    score = draw(st.sampled_from((ends, whole, st.one_of(ends, ends, whole))))
    record = st.tuples(
        st.one_of(score, score, score, score, st.none()),
        st.one_of(st.none(), whole),
        *(st.sampled_from(["ä", "a\u0308", "a"]) for _ in names),
    )
    records = draw(st.lists(record, min_size=10, max_size=26))
    return {
        "scale": [lowest, highest],
        "dimensions": names,
        "k": draw(st.sampled_from((5, 6, 7))),
        "decimals": draw(st.sampled_from((0, 1))),
        "records": [
            {"id": str(number), "score": value, "before": before}
            | dict(zip(names, keys, strict=True))
            for number, (value, before, *keys) in enumerate(records)
        ],
    }


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(waves())
def test_nobody_who_answered_can_bound_a_score_of_others(tmp_path: Path, wave: dict) -> None:
    attack(wave, published(wave, tmp_path))


def test_few_high_scores_are_not_found_by_those_who_have_one(tmp_path: Path) -> None:
    """Large enough that means are shown, with so few high scores that rule 4 has to hide some."""
    dice = random.Random(8)  # noqa: S311 — the same dice each time
    wave = {
        "scale": [0, 100],
        "dimensions": ["team", "function"],
        "decimals": 1,
        "records": [
            {
                "id": str(number),
                "team": dice.choice("abcd"),
                "function": dice.choice("xyz"),
                "score": 100 if dice.random() < 0.1 else 0,
            }
            for number in range(80)
        ],
    }
    cells = published(wave, tmp_path)

    assert any("mean" in cell for cell in cells.values())
    assert any("mean" not in cell for cell in cells.values())
    attack(wave, cells)


def attack(wave: dict, cells: dict) -> None:
    """Rules 1, 2, 3 and 5 by counting what differs, rule 4 as each kind of onlooker."""
    k, (lowest, highest) = wave.get("k", 7), wave["scale"]
    answered = [one for one in wave["records"] if one["score"] is not None]
    members = {
        (dimension, key): {
            one["id"] for one in answered if dimension is None or one[dimension] == key
        }
        for dimension, key in cells
    }
    shown = [place for place in cells if "mean" in cells[place]]
    for place in shown:
        assert len(members[place]) >= k
        assert len({one["score"] for one in answered if one["id"] in members[place]}) > 1
        assert cells[place]["n_at_least"] <= len(members[place])
    for difference in differences(wave, members, shown):
        assert not 0 < len(difference) < k
    if "mean_change" in cells[None, None]:
        given = [(one["score"], one.get("before")) for one in wave["records"]]
        both = [pair for pair in given if None not in pair]
        one_only = [pair for pair in given if pair.count(None) == 1]
        assert len(both) >= max(k, 10)
        assert not 0 < len(one_only) < k
        assert abs(cells[None, None]["mean_change"]) <= (highest - lowest) / 2
    if not shown:
        return
    for own in one_of_each_kind(wave, answered, with_score=True):
        onlooker = Onlooker(wave, cells, own)
        for target in one_of_each_kind(wave, answered, with_score=False, but=own):
            assert onlooker.range(target) >= (highest - lowest) / 4 * (1 - NOISE)


def differences(wave: dict, members: dict, shown: list) -> Iterator[set]:
    """What is left of shown cells without those shown inside, and what dimensions hide."""
    everybody = members[None, None]
    for dimension in wave["dimensions"]:
        inner = [members[place] for place in shown if place[0] == dimension]
        if inner or (None, None) in shown:
            yield everybody.difference(*inner)
        for outer in (members[place] for place in shown):
            yield outer.difference(*(cell for cell in inner if cell <= outer))


def one_of_each_kind(
    wave: dict, answered: list[dict], *, with_score: bool, but: dict | None = None
) -> list[dict]:
    """One of all who are alike: in the same groups, and with the same score where it is known."""
    kinds = {}
    for one in answered:
        if one is not but:
            kind = tuple(one[dimension] for dimension in wave["dimensions"])
            kinds[kind, one["score"] if with_score else None] = one
    return list(kinds.values())


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "true", '"3"', "[3]"])
@pytest.mark.parametrize("key", ["score", "before"])
def test_what_is_no_number_is_refused_in_one_line(tmp_path: Path, key: str, number: str) -> None:
    record = {"id": '"a"', "score": "3", key: number}
    members = ", ".join(f'"{name}": {value}' for name, value in record.items())
    file = tmp_path / "wave.json"
    file.write_text(f'{{"scale": [1, 5], "dimensions": [], "records": [{{{members}}}]}}')

    result = CliRunner().invoke(disclosure, ["tables", str(file)])

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_keys_that_look_alike_are_different_cells_in_the_order_of_their_letters(
    tmp_path: Path,
) -> None:
    keys = ["a", "a\u0308", "ä", "\u0430"]  # the last one is Cyrillic
    wave = {
        "scale": [-3, 3],
        "dimensions": ["team"],
        "k": 5,
        "decimals": 0,
        "records": [
            {"id": f"{key}{number}", "team": key, "score": number - 2, "before": None}
            for key in keys
            for number in range(5)
        ],
    }

    cells = published(wave, tmp_path)

    shown = [key for dimension, key in cells if dimension]
    assert shown == keys
    assert all(before < after for before, after in pairwise(shown))
    # Exactly k scores are enough, and a mean of nothing above or below is no minus nothing.
    assert json.dumps(cells["team", "ä"]) == json.dumps({"key": "ä", "n_at_least": 5, "mean": 0.0})
    assert cells[None, None]["n_at_least"] == 20


def test_those_who_answered_only_before_count_for_no_mean(tmp_path: Path) -> None:
    wave = {
        "scale": [1, 5],
        "dimensions": ["team"],
        "records": [
            {"id": f"{number}", "team": "a", "score": 2 + number % 3, "before": 2}
            for number in range(12)
        ]
        + [{"id": f"b{number}", "team": "b", "score": None, "before": 5} for number in range(7)],
    }

    cells = published(wave, tmp_path)

    assert cells[None, None] == {"key": None, "n_at_least": 10, "mean": 3.0, "mean_change": 1.0}
    assert cells["team", "b"] == {"key": "b", "suppressed": True}
    assert Fraction(str(cells["team", "a"]["mean"])) == 3
