"""Which group results are published, and that nobody can be worked out of them."""

import json
import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.disclosure.cli import disclosure
from assessments.disclosure.linear_programs import LinearProgram
from assessments.disclosure.tables import Cell, Record, Table, Wave, n_at_least, rounded, tables_of
from tests.assessments.disclosure.oracle import TOLERANCE, Oracle

SCORES = (2.0, 2.5, 3.0, 3.5, 4.0)


def group(
    count: int,
    scores: Sequence[float | None] = SCORES,
    before: Sequence[float | None] = (None,),
    **keys: str,
) -> list[dict]:
    """So many records of a document with these keys, with the scores in turns."""
    return [
        {"score": scores[number % len(scores)], "before": before[number % len(before)], **keys}
        for number in range(count)
    ]


def document(*groups: list[dict], **more: object) -> dict:
    """A wave of these groups."""
    records = [record for records in groups for record in records]
    names = [key for key in records[0] if key not in ("score", "before")] if records else []
    return {
        "scale": [1, 5],
        "dimensions": names,
        "records": [{"id": f"a{number}", **record} for number, record in enumerate(records)],
        **more,
    }


def run(folder: Path, *documents: object) -> Result:
    """What the command makes of documents, or of their text."""
    files = []
    for number, content in enumerate(documents):
        files.append(folder / f"{number}.json")
        files[-1].write_text(content if isinstance(content, str) else json.dumps(content))
    return CliRunner().invoke(disclosure, ["tables", *map(str, files)])


def published(folder: Path, content: object) -> list[dict]:
    result = run(folder, content)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["tables"]


def shown_keys(tables: list[dict]) -> list[list[str | None]]:
    return [
        [cell["key"] for cell in table["cells"] if "suppressed" not in cell] for table in tables
    ]


def test_total_and_dimensions_in_their_order(tmp_path: Path) -> None:
    tables = published(
        tmp_path,
        document(
            group(10, before=SCORES[1:], team="jugendamt", function="staff"),
            group(12, team="ordnungsamt", function="executive", before=[3.0]),
        ),
    )

    assert tables == [
        {"by": None, "cells": [{"key": None, "n_at_least": 20, "mean": 2.9, "mean_change": -0.1}]},
        {
            "by": "team",
            "cells": [
                {"key": "jugendamt", "n_at_least": 10, "mean": 3.0},
                {"key": "ordnungsamt", "n_at_least": 10, "mean": 2.9},
            ],
        },
        {
            "by": "function",
            "cells": [
                {"key": "executive", "n_at_least": 10, "mean": 2.9},
                {"key": "staff", "n_at_least": 10, "mean": 3.0},
            ],
        },
    ]


def test_nobody_answered(tmp_path: Path) -> None:
    nothing = document(dimensions=["team"])
    earlier_only = document(group(9, scores=[None], before=[3], team="bauamt"))

    assert published(tmp_path, nothing) == [
        {"by": None, "cells": [{"key": None, "suppressed": True}]},
        {"by": "team", "cells": []},
    ]
    assert published(tmp_path, earlier_only)[1] == {
        "by": "team",
        "cells": [{"key": "bauamt", "suppressed": True}],
    }


def test_a_small_group_hides_with_the_next_larger_one(tmp_path: Path) -> None:
    wave = document(group(4, team="a"), group(20, team="b"), group(12, team="c"))

    assert shown_keys(published(tmp_path, wave)) == [[None], ["b"]]


def test_a_group_without_scores_hides_nobody(tmp_path: Path) -> None:
    silent = group(9, scores=[None], before=[3], team="b")

    wave = document(group(9, team="a"), silent, group(9, team="c"))

    assert shown_keys(published(tmp_path, wave)) == [[None], ["a", "c"]]


def test_equal_scores_are_not_shown(tmp_path: Path) -> None:
    wave = document(group(9, scores=[3], team="a"), group(9, team="b"), group(10, team="c"))

    assert shown_keys(published(tmp_path, wave)) == [[None], ["c"]]


def test_no_few_are_what_one_group_has_more_than_another(tmp_path: Path) -> None:
    wave = document(
        group(10, team="a", function="x"),
        group(3, team="a", function="y"),
        group(20, team="b", function="y"),
    )

    # Of team a, those of function x leave three.
    assert shown_keys(published(tmp_path, wave))[1:] != [["a", "b"], ["x", "y"]]


@pytest.mark.parametrize(("count", "shown"), [(23, False), (24, True)])
def test_exactly_a_quarter_of_the_scale_is_no_narrow_range(
    tmp_path: Path, count: int, shown: bool
) -> None:
    # A mean of 1.0 leaves less than 0.05 for each; who knows that 0.2 are their own knows that
    # nobody else has more than 0.95 above the least, of 23; of 24 it is 1, a quarter of 1 to 5.
    scores = [1.2, *[1] * (count - 1)]

    tables = published(tmp_path, document(group(count, scores=scores, team="a")))

    # Where the only group of a dimension is hidden, the total would tell of it.
    assert shown_keys(tables) == ([[None], ["a"]] if shown else [[], []])


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [("2.25", 1, "2.2"), ("2.35", 1, "2.4"), ("2.5", 0, "2"), ("3.5", 0, "4"), ("-0.04", 1, "0")],
)
def test_halves_are_rounded_to_even(number: str, decimals: int, shown: str) -> None:
    assert rounded(Fraction(number), decimals) == Fraction(shown)


def test_numbers_count_as_they_are_written(tmp_path: Path) -> None:
    # In floating point, the mean is 3.05 and goes down to 3.0; written out, it is a little more.
    score = "3.05000000000000000001"
    records = ", ".join(
        f'{{"id": "a{number}", "score": {3.05 + (number % 2 * 2 - 1)}}}' for number in range(20)
    )
    more = f', {{"id": "more", "score": {score}}}'

    wave = f'{{"scale": [1, 5], "dimensions": [], "records": [{records}{more}]}}'

    assert published(tmp_path, wave)[0]["cells"][0]["mean"] == 3.1


@pytest.mark.parametrize(
    ("number", "k", "shown"),
    [
        (7, 7, 7), (9, 7, 7), (10, 7, 10), (14, 7, 10), (19, 7, 15), (49, 7, 30), (99, 7, 50),
        (199, 7, 100), (200, 7, 200), (999, 7, 500), (1000, 7, 1000), (4999, 7, 2000),
        (20_000, 7, 20_000), (14, 12, 12), (15, 12, 15), (65, 60, 60), (100, 60, 100),
    ],
)  # fmt: skip
def test_counts_are_shown_in_steps(number: int, k: int, shown: int) -> None:
    assert n_at_least(number, k) == shown


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ([group(10, before=[2.5])], True),
        ([group(9, before=[2.5])], False),
        ([group(10, before=[2.5]), group(6)], False),
        ([group(10, before=[2.5]), group(7)], True),
        ([group(10, before=[2.5]), group(3), group(4, scores=[None], before=[2])], True),
        ([group(10, scores=[2.5, 3, 3.5, 4], before=[1, 1.5, 2])], True),
        ([group(10, scores=[4, 4.5, 5], before=[1])], False),
    ],
)
def test_mean_change_is_shown_for_enough_records(
    tmp_path: Path, groups: list[list[dict]], shown: bool
) -> None:
    (cell,) = published(tmp_path, document(*groups))[0]["cells"]

    assert ("mean_change" in cell) is shown


def test_mean_change_may_be_half_of_the_scale(tmp_path: Path) -> None:
    def cell(last: float) -> dict:
        scores = [*[3.0, 4.0] * 5, last]
        befores = [*[1.0, 2.0] * 5, 1.0]
        return published(tmp_path, document(group(11, scores=scores, before=befores)))[0]["cells"][
            0
        ]

    assert cell(3.0)["mean_change"] == 2.0
    assert "mean_change" not in cell(3.1)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"k": 4}, "k: must be a whole number, 5 or more"),
        ({"k": 7.0}, "k: must be a whole number, 5 or more"),
        ({"decimals": 2}, "decimals: must be a whole number, from 0 to 1"),
        ({"decimals": True}, "decimals: must be a whole number, from 0 to 1"),
        ({"scale": [5, 1]}, "scale[1]: must be more than the lowest score"),
        ({"scale": [1]}, "scale: must be the lowest and the highest score"),
        ({"dimensions": ["team", "team"]}, "dimensions[1]: stands there twice"),
        ({"dimensions": ["score"]}, "dimensions[0]: must not be a key that every record has"),
        ({"filter": {}}, "filter: is not a known key"),
        ({"records": None}, "records: must be a list"),
    ],
)
def test_command_names_what_is_wrong(tmp_path: Path, change: dict, line: str) -> None:
    assert_refused(run(tmp_path, document(group(1, team="a")) | change), line)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"team": None}, "records[1].team: must be a text that is not empty"),
        ({"id": "a0"}, "records[1].id: stands there twice"),
        ({"score": 5.1}, "records[1].score: must be within the scale"),
        ({"score": True}, "records[1].score: must be a number"),
        ({"score": "3"}, "records[1].score: must be a number"),
        ({"before": 0.9}, "records[1].before: must be within the scale"),
        ({"function": "staff"}, "records[1].function: is not a known key"),
    ],
)
def test_command_names_what_is_wrong_with_a_record(tmp_path: Path, change: dict, line: str) -> None:
    wave = document(group(2, team="a"))
    wave["records"][1] |= change

    assert_refused(run(tmp_path, wave), line)


def test_command_wants_every_dimension_and_a_score(tmp_path: Path) -> None:
    assert_refused(
        run(tmp_path, document(group(1), dimensions=["team"])), "records[0].team: is missing"
    )
    wave = document(group(1))
    del wave["records"][0]["score"]
    assert_refused(run(tmp_path, wave), "records[0].score: is missing")


def test_command_refuses_numbers_that_take_all_memory(tmp_path: Path) -> None:
    wave = '{"scale": [1, 1e999999999], "dimensions": [], "records": []}'

    assert_refused(run(tmp_path, wave), "document: holds a number with too many digits")


def test_command_answers_several_waves_with_a_line_each(tmp_path: Path) -> None:
    result = run(tmp_path, document(group(9), k=1), document(group(9)))

    assert result.exit_code == 2
    first, second = map(json.loads, result.stdout.splitlines())
    assert first == {"error": "k: must be a whole number, 5 or more"}
    assert shown_keys(second["tables"]) == [[None]]


def assert_refused(result: Result, line: str) -> None:
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{line}\n")


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 4},
        {"decimals": 2},
        {"scale": (1, 2)},
        {"records": (Record("a", {}, 3), Record("a", {}, 3))},
    ],
)
def test_a_wave_that_would_not_be_protected_is_refused(wrong: dict) -> None:
    parts = {"records": (Record("a", {}, 3),), "scale": (1, 5), "dimensions": ()} | wrong

    with pytest.raises(ValueError, match=r"."):
        Wave(**parts)


@st.composite
def waves(draw: st.DrawFn) -> Wave:
    """Small waves: some with scores all over the scale, some with nearly all at one end."""
    dimensions = draw(st.sampled_from((("d",), ("d", "e"), ("d", "e", "f"))))
    parts = draw(st.sampled_from((range(21), range(9, 12), (0, 0, 0, 0, 1, 5, 20))))
    width = draw(st.sampled_from((1, 4, 100)))
    score = st.sampled_from(parts).map(lambda part: 1 + Fraction(part * width, 20))
    record = st.tuples(
        st.tuples(*(st.sampled_from("abc") for _ in dimensions)),
        st.one_of(score, score, score, score, st.none()),
    )
    return Wave(
        tuple(
            Record(str(number), dict(zip(dimensions, keys, strict=True)), value)
            for number, (keys, value) in enumerate(draw(st.lists(record, min_size=7, max_size=20)))
        ),
        (1, 1 + width),
        dimensions,
        k=draw(st.sampled_from((5, 5, 7))),
        decimals=draw(st.sampled_from((0, 1))),
    )


@settings(max_examples=25)
@given(waves(), st.randoms(use_true_random=False))
def test_rules_hold_as_a_second_writing_of_them_judges(wave: Wave, dice: random.Random) -> None:
    oracle, tables = Oracle(wave), tables_of(wave)
    cells = {
        (table.by, cell.key): cell
        for table in tables
        for cell in table.cells
        if not cell.suppressed
    }
    shown = frozenset(cells)

    assert not oracle.concerned(shown)
    assert oracle.suppressed_in_order() <= shown <= frozenset(oracle.candidates())
    for place in shown:
        assert cells[place].mean == float(oracle.mean(place))
    # Nothing is hidden without need.
    for place in frozenset(oracle.candidates()) - shown:
        assert oracle.concerned(shown | {place})
    # The order of records tells nothing.
    mixed = dice.sample(wave.records, len(wave.records))
    assert (
        tables_of(Wave(tuple(mixed), wave.scale, wave.dimensions, wave.k, wave.decimals)) == tables
    )


def test_nobody_is_bounded_whose_colleagues_know_their_own_score() -> None:
    """An attack on a wave in which rule 4 is what hides: nearly all scores are the lowest."""
    dice = random.Random(3)  # noqa: S311 — the same dice each time
    records = tuple(
        Record(
            str(number),
            {"team": dice.choice("ab"), "function": dice.choice("xy")},
            dice.choice((1, 1, 1, 1, 1, 2, 4)),
        )
        for number in range(44)
    )
    oracle = Oracle(Wave(records, (1, 5), ("team", "function")))
    tables = tables_of(oracle.wave)
    shown = [
        (table.by, cell.key) for table in tables for cell in table.cells if not cell.suppressed
    ]

    assert shown
    assert min(oracle.narrowest(one, shown) for one in oracle.scores) >= 1 - TOLERANCE


def test_a_thousand_records_in_sixty_cells_take_few_programs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solved, maximise = [], LinearProgram.maximise
    monkeypatch.setattr(
        LinearProgram, "maximise", lambda self, terms: solved.append(1) or maximise(self, terms)
    )
    dice = random.Random(0)  # noqa: S311 — the same dice each time
    dimensions = ("district", "team", "function")
    records = tuple(
        Record(
            str(number),
            {dimension: f"{dice.randrange(20):02}" for dimension in dimensions},
            Fraction(dice.randint(10, 50), 10),
        )
        for number in range(1000)
    )

    total, *tables = tables_of(Wave(records, (1, 5), dimensions))

    assert total == Table(None, (Cell(None, 1000, total.cells[0].mean),))
    assert [len([cell for cell in table.cells if not cell.suppressed]) for table in tables] == [
        20
    ] * 3
    # There are a million pairs of an onlooker and a record.
    assert len(solved) < 200
