"""`flask busy intervals`, in a process of its own with limits."""

import json
from pathlib import Path

import pytest

from scheduling.busy.guarded import LARGEST_FILE
from tests.scheduling.busy.calendars import calendar, event

WINDOW = ["--from", "2026-11-01T00:00:00Z", "--to", "2026-12-01T00:00:00Z", "--tz", "Europe/Berlin"]


def run(app, *arguments: str):
    return app.test_cli_runner().invoke(args=["busy", "intervals", *arguments])


@pytest.fixture
def file(tmp_path: Path):
    def write(content: bytes, name: str = "calendar.ics") -> str:
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return write


GOOD = calendar(
    event("UID:1", "DTSTART:20261102T080000Z", "DURATION:PT1H"),
    event("UID:2", "DTSTART;TZID=Atlantis:20261102T080000", "DURATION:PT1H"),
)
ANSWER = {
    "busy": [["2026-11-02T08:00:00Z", "2026-11-02T09:00:00Z"]],
    "skipped": [{"uid": "2", "reason": "the time zone 'Atlantis' is unknown"}],
}


def test_the_answer_is_one_document(sqlite_app, file):
    result = run(sqlite_app, file(GOOD), *WINDOW)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout) == ANSWER


def test_several_files_answer_line_by_line_and_a_wrong_one_is_no_free_time(sqlite_app, file):
    result = run(sqlite_app, file(GOOD), file(b"<html>", "page.ics"), *WINDOW)
    assert result.exit_code == 2
    good, wrong = map(json.loads, result.stdout.splitlines())
    assert good == ANSWER
    assert "END:VCALENDAR" in wrong["error"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"--from": "yesterday"}, "--from: must be an instant"),
        ({"--tz": "Mars"}, "--tz: must be a time zone"),
        ({"--to": "2026-10-01T00:00:00Z"}, "--to: must not be before"),
    ],
)
def test_a_wrong_window_is_named(sqlite_app, file, changed, fault):
    options = dict(zip(WINDOW[::2], WINDOW[1::2], strict=True)) | changed
    result = run(sqlite_app, file(GOOD), *(part for pair in options.items() for part in pair))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(fault)
    assert result.stderr.count("\n") == 1


def test_what_is_far_too_large_is_refused_unread(sqlite_app, file):
    result = run(sqlite_app, file(b"x" * (LARGEST_FILE + 1)), *WINDOW)
    assert result.exit_code == 2
    assert "too large" in result.stderr


@pytest.mark.parametrize(
    "bomb",
    [
        event("DTSTART:20200101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY;INTERVAL=2"),
        event(
            "DTSTART:19700101T000000Z",
            "DURATION:PT1S",
            "RRULE:FREQ=MINUTELY;COUNT=999999999;BYDAY=MO",
        ),
        event(
            "DTSTART:20200101T000000Z",
            "DURATION:PT1H",
            "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        ),
        event("DTSTART:00010101T000000", "DURATION:P99999999D", "RRULE:FREQ=DAILY"),
        event(
            "DTSTART:99991231T235959", "DURATION:PT9H", "RRULE:FREQ=MONTHLY;INTERVAL=999999999999"
        ),
        "BEGIN:X\r\n" * 50_000,
    ],
)
def test_a_bomb_ends_with_an_answer_or_a_clear_word(sqlite_app, file, bomb):
    result = run(sqlite_app, file(calendar(bomb)), *WINDOW)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert (result.exit_code == 0 and json.loads(result.stdout)) or (
        result.exit_code == 2 and result.stderr.count("\n") == 1
    )
