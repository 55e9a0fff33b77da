"""`flask instruments …` on files."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assessments.instruments.cli import instruments
from tests.assessments.instruments.definitions import COMMENTED, band, definition, item, written


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    document = definition(
        bands={"total": [band("low", 3.0), band("normal", 4.31), band("high")]},
        reliability={
            "total": {"coefficient": 0.85, "sd": 0.80, "kind": "retest", "source": "a test"}
        },
    )
    file = tmp_path / "sample.yaml"
    file.write_bytes(written(document))
    return file


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(instruments, [str(argument) for argument in arguments], input=stdin)


def answered(folder: Path, answers: Any, name: str = "answers.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(answers))
    return file


def assert_refused(result: Result, line: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == f"{line}\n"


def test_score(sample: Path, tmp_path: Path) -> None:
    result = run("score", sample, answered(tmp_path, {"q1": 4, "q2": 3}))

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "scores": {"total": {"value": 3.5, "answered": 2, "band": "normal"}}
    }


def test_score_reads_answers_from_standard_input(sample: Path) -> None:
    result = run("score", sample, "-", stdin='{"q1": 4, "q2": null}')

    assert json.loads(result.stdout) == {
        "scores": {"total": {"value": None, "answered": 1, "band": None}}
    }


def test_score_takes_the_instrument_from_standard_input_for_all_answers(
    sample: Path, tmp_path: Path
) -> None:
    answers = [answered(tmp_path, {"q1": 4, "q2": q2}, f"{q2}.json") for q2 in (3, 2)]

    result = run("score", "-", *answers, stdin=sample.read_text(encoding="utf-8"))

    assert result.exit_code == 0
    values = [json.loads(line)["scores"]["total"]["value"] for line in result.stdout.splitlines()]
    assert values == [3.5, 4.0]


def test_score_of_several_answers_is_a_line_each(sample: Path, tmp_path: Path) -> None:
    good = answered(tmp_path, {"q1": 4, "q2": 2})
    wrong = answered(tmp_path, {"q1": 9}, "wrong.json")

    result = run("score", sample, wrong, good)

    assert result.exit_code == 2
    first, second = map(json.loads, result.stdout.splitlines())
    assert first == {"error": "q1: must be a whole number, from 1 to 5"}
    assert second["scores"]["total"]["value"] == 4.0


def test_score_names_what_is_wrong(sample: Path, tmp_path: Path) -> None:
    answers = answered(tmp_path, {"q3": 1})
    (tmp_path / "wrong.yaml").write_text("key: only")

    assert_refused(run("score", sample, answers), "q3: is not the key of an item")
    assert_refused(run("score", tmp_path / "wrong.yaml", answers), "version: is missing (line 1)")
    assert run("score", tmp_path / "none.yaml", answers).stderr.startswith(
        f"{tmp_path}/none.yaml: cannot be read ("
    )


def test_change(sample: Path) -> None:
    result = run("change", sample, "total", "3.5", "4.4")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "difference": 0.9,
        "threshold": pytest.approx(0.8588, abs=0.0001),
        "index": pytest.approx(2.0540, abs=0.0001),
        "verdict": "increase",
    }


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [("-1.5", "-3", -1.5), ("2", "-.5", -2.5), ("-1e1", "+5", 15.0), ("-0", "0", 0.0)],
)
def test_change_takes_negative_numbers(
    sample: Path, before: str, after: str, difference: float
) -> None:
    result = run("change", sample, "total", before, after)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["difference"] == difference


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("other", "1", "2"), "SCORE: must be one of total"),
        (("total", "high", "2"), "BEFORE: must be a number"),
        (("total", "1", "2,5"), "AFTER: must be a number"),
        (("total", "1", "nan"), "AFTER: must be a number"),
        (("total", "1", "-x"), "AFTER: must be a number"),
        (("total", "1", ""), "AFTER: must be a text that is not empty"),
        (
            ("total", "1", "1e99999999"),
            "AFTER: must have at most 30 digits before and after the point",
        ),
        (("total", "1"), "instruments change: Missing argument 'AFTER'."),
    ],
)
def test_change_names_what_is_wrong(sample: Path, arguments: tuple[str, ...], line: str) -> None:
    assert_refused(run("change", sample, *arguments), line)


def test_check(sample: Path) -> None:
    result = run("check", sample)

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "key": "sample",
        "version": 1,
        "items": 2,
        "ok": True,
        "complete": True,
    }


def test_check_names_the_line_of_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(COMMENTED.replace("[q1, q2], method: mean", "[q1, q3], method: mean"))

    assert_refused(
        run("check", file), 'scores[0].items[1]: is not the key of an item ("q3") (line 13)'
    )


def test_check_says_what_is_still_to_be_written(tmp_path: Path) -> None:
    file = tmp_path / "incomplete.yaml"
    file.write_bytes(written(definition(items=[item("q1"), {"key": "q2", "text": None}])))

    result = run("check", file)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["complete"] is False
    assert json.loads(result.stdout)["missing"] == ["items[1].text"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as huge:
        huge.truncate(10**12)  # a hole: takes no room

    assert_refused(run("check", file), f"{file}: is too large (more than 1000000 bytes)")


def test_check_of_several_definitions_is_a_line_each(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("a: [")

    result = run("check", tmp_path / "wrong.yaml", sample)

    assert result.exit_code == 2
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["error"].startswith("document: is not YAML (line 1, column 5: ")
    assert second["ok"] is True


def test_the_flask_command_knows_instruments(app) -> None:
    assert app.cli.get_command(None, "instruments").name == "instruments"
