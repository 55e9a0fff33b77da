"""What is wrong with a question for free slots is named with its place, and asked on files."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.kernel.documents import DocumentError, parse_json
from scheduling.cli import slots as slots_group
from scheduling.slot_documents import read_question
from tests.scheduling.slot_questions import offer, question, rule

A_RULE = rule(0, "09:00", "12:00")


def fault(**other: Any) -> str:
    document = json.dumps(question(**other)).encode()
    with pytest.raises(DocumentError) as error:
        read_question(parse_json(document))
    return str(error.value)


def without(document: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != key}


@pytest.mark.parametrize("key", question())
def test_every_key_of_the_document_is_needed(key: str) -> None:
    with pytest.raises(DocumentError, match=f"^{key}: is missing$"):
        read_question(parse_json(json.dumps(without(question(), key)).encode()))


@pytest.mark.parametrize("key", offer())
def test_every_key_of_the_offer_is_needed(key: str) -> None:
    assert fault(offer=without(offer(), key)) == f"offer.{key}: is missing"


@pytest.mark.parametrize("key", ["weekday", "start", "end", "every_weeks"])
def test_a_rule_needs_its_time_and_rhythm(key: str) -> None:
    assert fault(rules=[A_RULE, without(A_RULE, key)]) == f"rules[1].{key}: is missing"


@pytest.mark.parametrize("key", ["from", "until", "anchor"])
def test_other_keys_of_a_rule_may_be_null_or_absent(key: str) -> None:
    given = [{**A_RULE, key: None}, without(A_RULE, key)]

    read = read_question(parse_json(json.dumps(question(rules=given)).encode())).hours.rules

    assert read[0] == read[1]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"colour": 1}, "colour: is not a known key"),
        ({"offer": offer(price=1)}, "offer.price: is not a known key"),
        ({"rules": [rule(0, "09:00", "12:00", day=1)]}, "rules[0].day: is not a known key"),
        (
            {"overrides": [{"date": "2026-03-02", "windows": [], "why": ""}]},
            "overrides[0].why: is not a known key",
        ),
    ],
)
def test_unknown_keys_are_errors(other: dict[str, Any], expected: str) -> None:
    assert fault(**other) == expected


@pytest.mark.parametrize("zone", ["Berlin", "CEST", "W. Europe Standard Time", "Europe", "../UTC"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    assert fault(timezone=zone) == "timezone: is not a time zone of the IANA database"


@pytest.mark.parametrize("key", ["duration_min", "step_min"])
@pytest.mark.parametrize("minutes", [0, -5, 1.5, 30.0, "30", True, None])
def test_duration_and_step_are_positive_minutes(key: str, minutes: Any) -> None:
    assert fault(offer=offer(**{key: minutes})) == (
        f"offer.{key}: must be a positive number of minutes"
    )


@pytest.mark.parametrize(
    "key", ["buffer_before_min", "buffer_after_min", "min_notice_min", "horizon_days"]
)
@pytest.mark.parametrize("number", [-1, 0.5, "0", False, None])
def test_buffers_notice_and_horizon_are_not_negative(key: str, number: Any) -> None:
    assert fault(offer=offer(**{key: number})) == (
        f"offer.{key}: must be a whole number, 0 or more"
    )


def test_a_limit_is_a_whole_number_or_null() -> None:
    assert fault(offer=offer(max_per_day=-1)) == (
        "offer.max_per_day: must be a whole number, 0 or more"
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rule(7, "09:00", "12:00"), "weekday: must be a whole number, from 0 to 6"),
        (rule(-1, "09:00", "12:00"), "weekday: must be a whole number, from 0 to 6"),
        (rule(0, "9:00", "12:00"), "start: must be a time like 09:00"),
        (rule(0, "09:00", "24:01"), "end: must be a time like 09:00"),
        (rule(0, "09:60", "12:00"), "start: must be a time like 09:00"),
        (rule(0, "09:00", "12:00:00"), "end: must be a time like 09:00"),
        (rule(0, "09:00", None), "end: must be a time like 09:00"),
        (rule(0, "\u0660\u0669:00", "12:00"), "start: must be a time like 09:00"),
        (rule(0, "09:00", "12:00\n"), "end: must be a time like 09:00"),
        (rule(0, "12:00", "12:00"), "end: must be later than the start"),
        (rule(0, "22:00", "06:00"), "end: must be later than the start"),
        (rule(0, "24:00", "24:00"), "end: must be later than the start"),
        (rule(0, "09:00", "12:00", until="31.12.2026"), "until: must be a date like 2026-03-02"),
        (rule(0, "09:00", "12:00", until="2026-02-30"), "until: must be a date like 2026-03-02"),
        (rule(0, "09:00", "12:00", until="20260302"), "until: must be a date like 2026-03-02"),
        (rule(0, "09:00", "12:00", anchor="2026-W10"), "anchor: must be a date like 2026-03-02"),
        (
            rule(0, "09:00", "12:00", every_weeks=0),
            "every_weeks: must be a whole number, 1 or more",
        ),
        (
            rule(0, "09:00", "12:00", every_weeks=2),
            "anchor: must be a date where every_weeks is more than 1",
        ),
        (
            rule(0, "09:00", "12:00", every_weeks=2, anchor=None),
            "anchor: must be a date where every_weeks is more than 1",
        ),
    ],
)
def test_faults_in_a_rule(given: dict[str, Any], expected: str) -> None:
    assert fault(rules=[A_RULE, given]) == f"rules[1].{expected}"


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([["10:00", "12:00"], ["15:00", "14:00"]], "windows[1][1]: must be later than the start"),
        ([["10:00", "10:00"]], "windows[0][1]: must be later than the start"),
        ([["10:00"]], "windows[0]: must be a pair of times, start and end"),
        (["10:00"], "windows[0]: must be a list"),
        (None, "windows: must be a list"),
    ],
)
def test_faults_in_an_override(windows: Any, expected: str) -> None:
    given = [{"date": "2026-03-02", "windows": windows}]

    assert fault(overrides=given) == f"overrides[0].{expected}"


def test_two_overrides_for_one_date_are_an_error() -> None:
    day = {"date": "2026-03-02", "windows": []}

    assert fault(overrides=[day, {**day, "date": "2026-03-03"}, day]) == (
        "overrides[2].date: is the date of an earlier override, too"
    )


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (
            ["2026-03-02T11:00:00Z", "2026-03-02T10:00:00Z"],
            "[1]: must not be earlier than the start",
        ),
        (
            ["2026-03-02T10:00:00.2Z", "2026-03-02T10:00:00.1Z"],
            "[1]: must not be earlier than the start",
        ),
        (["2026-03-02T11:00:00Z"], ": must be a pair of instants, start and end"),
        (
            ["2026-03-02T11:00:00+01:00", "2026-03-02T12:00:00Z"],
            "[0]: must be an instant like 2026-03-02T08:00:00Z",
        ),
    ],
)
def test_faults_in_what_is_busy(interval: list[str], expected: str) -> None:
    assert fault(busy=[interval]) == f"busy[0]{expected}"


def test_faults_in_what_is_booked() -> None:
    assert fault(booked_per_day={"2026-03-02": -1}) == (
        "booked_per_day.2026-03-02: must be a whole number, 0 or more"
    )
    assert fault(booked_per_day={"2026-3-2": 1}) == (
        "booked_per_day.2026-3-2: must be a date like 2026-03-02"
    )


def test_instants_are_in_utc() -> None:
    assert fault(now="2026-03-02T08:00:00") == "now: must be an instant like 2026-03-02T08:00:00Z"


def run(*files: Path) -> Result:
    return CliRunner().invoke(slots_group, ["compute", *map(str, files)])


def test_the_command_prints_one_document(tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(question(rules=[A_RULE])))

    result = run(file)

    assert result.exit_code == 0
    assert result.stderr == ""
    assert json.loads(result.stdout) == {
        "slots": [
            ["2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"],
            ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"],
            ["2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"],
        ]
    }


def test_the_command_says_in_one_line_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(question(offer=offer(step_min=0))))

    result = run(file)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "offer.step_min: must be a positive number of minutes\n"


def test_the_flask_command_knows_slots(app) -> None:
    assert app.cli.get_command(None, "slots").name == "slots"
