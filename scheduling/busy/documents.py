"""Busy times as documents: the contract's, and the one that a child process hands over. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from scheduling.busy.intervals import BusyTimes, Skipped
from scheduling.interval import Interval


def contract_document(found: BusyTimes) -> dict[str, list]:
    """What the contract "Busy intervals of an external calendar" asks for."""
    document: dict[str, list] = {"busy": _pairs(found.busy)}
    if found.skipped:
        document["skipped"] = [{"uid": each.uid, "reason": each.reason} for each in found.skipped]
    return document


def full_document(found: BusyTimes) -> dict[str, Any]:
    """All that was found; `read_full_document` reads it again."""
    return {
        "busy": _pairs(found.busy),
        "apart": None if found.apart == found.busy else _pairs(found.apart),
        "skipped": [[each.uid, each.reason, _pairs(each.times)] for each in found.skipped],
    }


def read_full_document(document: dict[str, Any]) -> BusyTimes:
    """The busy times that `full_document` wrote."""
    busy, apart = _intervals(document["busy"]), document["apart"]
    return BusyTimes(
        busy=busy,
        apart=busy if apart is None else _intervals(apart),
        skipped=tuple(
            Skipped(uid, reason, _intervals(times)) for uid, reason, times in document["skipped"]
        ),
    )


def _pairs(intervals: Iterable[Interval]) -> list[list[str]]:
    return [[_text(instant) for instant in interval] for interval in intervals]


def _text(instant: datetime) -> str:
    # Unlike `%Y`, which writes the year 1 as one digit.
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _intervals(pairs: list[list[str]]) -> tuple[Interval, ...]:
    return tuple(
        (datetime.fromisoformat(start), datetime.fromisoformat(stop)) for start, stop in pairs
    )
