"""`flask paths plan`: documents in, plans out, one line for whatever is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from courses.paths.cli import paths
from tests.courses.paths.examples import PLAN_OF_EXAMPLE, example


def plan(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(paths, ["plan", *map(str, arguments)], input=stdin)


@pytest.fixture
def right(tmp_path: Path) -> Path:
    file = tmp_path / "right.json"
    file.write_text(json.dumps(example()), encoding="utf-8")
    return file


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    document: dict[str, Any] = example()
    document["units"][0]["minutes"] = -5
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def test_a_problem_gets_its_plan(right: Path) -> None:
    result = plan(right)

    assert result.exit_code == 0
    assert json.loads(result.stdout) == PLAN_OF_EXAMPLE
    assert result.stderr == ""


def test_a_dash_reads_standard_input() -> None:
    result = plan("-", stdin=json.dumps(example()))

    assert result.exit_code == 0
    assert json.loads(result.stdout) == PLAN_OF_EXAMPLE


def test_a_wrong_problem_is_one_line_and_nothing_else(wrong: Path) -> None:
    result = plan(wrong)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "units[0].minutes: must be a whole number, 0 or more\n"


def test_several_files_are_one_document_a_line(right: Path, wrong: Path, tmp_path: Path) -> None:
    result = plan(right, wrong, tmp_path / "none.json", right)

    assert result.exit_code == 2
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert documents == [
        PLAN_OF_EXAMPLE,
        {"error": "units[0].minutes: must be a whole number, 0 or more"},
        {"error": f"{tmp_path}/none.json: cannot be read (No such file or directory)"},
        PLAN_OF_EXAMPLE,
    ]


def test_several_right_files_are_all_well(right: Path) -> None:
    result = plan(right, right)

    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [PLAN_OF_EXAMPLE] * 2


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "soon"])
def test_a_wrong_time_limit_is_one_line(right: Path, seconds: str) -> None:
    result = plan(right, "--seconds", seconds)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "--seconds" in result.stderr


def test_a_time_limit_is_taken(right: Path) -> None:
    assert json.loads(plan(right, "--seconds", "0.5").stdout) == PLAN_OF_EXAMPLE
