"""Documents that ask for free slots, short to write in a test."""

import json
from typing import Any

from app.kernel.documents import parse_json
from scheduling.slot_documents import answer_question

EVERY_DAY = range(7)


def rule(weekday: int, start: str, end: str, **other: Any) -> dict[str, Any]:
    """A rule that holds each week, unless `other` says more."""
    return {
        "weekday": weekday,
        "start": start,
        "end": end,
        "from": None,
        "until": None,
        "every_weeks": 1,
        **other,
    }


def offer(**other: Any) -> dict[str, Any]:
    """An hour on the hour, without buffers, notice and limit."""
    return {
        "duration_min": 60,
        "step_min": 60,
        "buffer_before_min": 0,
        "buffer_after_min": 0,
        "min_notice_min": 0,
        "max_per_day": None,
        "horizon_days": 60,
        **other,
    }


def question(**other: Any) -> dict[str, Any]:
    """Nobody works in Berlin in the week of Monday, 2 March 2026, unless `other` says more."""
    return {
        "timezone": "Europe/Berlin",
        "rules": [],
        "overrides": [],
        "busy": [],
        "booked_per_day": {},
        "offer": offer(),
        "now": "2026-03-01T00:00:00Z",
        "from": "2026-03-01T23:00:00Z",
        "to": "2026-03-08T23:00:00Z",
        **other,
    }


def slots(**other: Any) -> list[list[str]]:
    """The slots of such a question, as they are printed."""
    return answer_question(parse_json(json.dumps(question(**other)).encode()))["slots"]


def starts(**other: Any) -> list[str]:
    """Where these slots start."""
    return [start for start, _ in slots(**other)]
