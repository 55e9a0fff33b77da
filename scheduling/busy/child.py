"""Reads one calendar in a process of its own, within limits: `python -m scheduling.busy.child`.

Standard input is the file; the arguments are the window (two instants as ISO 8601) and the zone.
Standard output is one JSON document: `busy` and, if any, `skipped`; or `error` where it is no
calendar. Only `scheduling.busy.guarded` starts it.
"""

import json
import resource
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduling.busy.components import NotACalendar
from scheduling.busy.intervals import BusyTimes, busy_times
from scheduling.free_busy import Interval

CPU_SECONDS = 7
MEMORY_BYTES = 250 * 1024 * 1024


def main(begin: str, end: str, zone: str) -> None:
    """Answer one question; see above."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = busy_times(
            sys.stdin.buffer.read(),
            begin=datetime.fromisoformat(begin),
            end=datetime.fromisoformat(end),
            zone=ZoneInfo(zone),
        )
    except NotACalendar as fault:
        answer: object = {"error": str(fault)}
    else:
        answer = as_document(found)
    sys.stdout.write(json.dumps(answer))


def as_document(found: BusyTimes) -> dict[str, object]:
    """The document of busy times, as the contract writes it."""
    document: dict[str, object] = {"busy": [_pair(interval) for interval in found.busy]}
    if found.skipped:
        document["skipped"] = [
            {"uid": skipped.uid, "reason": skipped.reason} for skipped in found.skipped
        ]
    return document


def _pair(interval: Interval) -> list[str]:
    return [f"{instant:%Y-%m-%dT%H:%M:%SZ}" for instant in interval]


if __name__ == "__main__":
    main(*sys.argv[1:])
