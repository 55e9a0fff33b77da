"""Calendars as programs out there really write them, with what must come out of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.config import PROJECT_ROOT
from scheduling.busy.components import NotACalendar
from scheduling.busy.intervals import BusyTimes, busy_times

CORPUS = PROJECT_ROOT.parent / "shared" / "data" / "busy"


def outcome_of(entry: dict, content: bytes) -> BusyTimes | None:
    """What is read; None where the file is refused."""
    begin, end = (datetime.fromisoformat(text) for text in entry["window"])
    try:
        return busy_times(content, begin=begin, end=end, zone=ZoneInfo(entry["calendar_tz"]))
    except NotACalendar:
        return None


def intervals(pairs: list[list[str]]) -> list[tuple[datetime, ...]]:
    return [
        tuple(datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for text in pair)
        for pair in pairs
    ]


def is_right(entry: dict, found: BusyTimes | None) -> bool:
    expected, kind = entry["expected"], entry["expected"]["kind"]
    if kind == "exact_busy":
        return found is not None and list(found.busy) == intervals(expected["busy"])
    if kind == "exact_empty":
        return found is not None and not found.busy
    if kind == "one_of":
        choices = expected.get("either") or entry["either"]
        return found is not None and list(found.busy) in [intervals(each) for each in choices]
    if kind == "must_contain":
        wanted = expected.get("must_contain") or entry["must_contain"]
        return found is not None and set(intervals(wanted)) <= set(found.busy)
    if kind == "must_be_rejected_with_clear_error":
        return found is None or bool(found.skipped)
    return True  # what was read without a crash, and quickly


def test_every_calendar_is_read_right():
    if not CORPUS.is_dir():
        pytest.skip(f"the calendars of others are not here: {CORPUS.name} beside the project")
    entries = json.loads((CORPUS / "manifest.json").read_text())["files"]
    wrong = [
        entry["id"]
        for entry in entries
        if not is_right(entry, outcome_of(entry, (CORPUS / Path(entry["file"])).read_bytes()))
    ]
    score = f"{len(entries) - len(wrong)} of {len(entries)} calendars are read right"
    print(score)  # noqa: T201 - the score is what the test is for
    assert not wrong, score
