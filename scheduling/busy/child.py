"""Reads one calendar in a process of its own, within limits: `python -m scheduling.busy.child`.

Standard input is the file; the arguments are the window (two instants as ISO 8601), the zone and
how readily it makes way for other processes, see nice(2).
Standard output is one JSON document: all that was found, or `error` where it is no calendar. Only
`scheduling.busy.guarded` starts it.
"""

import json
import os
import resource
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduling.busy.components import NotACalendar
from scheduling.busy.documents import full_document
from scheduling.busy.intervals import busy_times

CPU_SECONDS = 5
MEMORY_BYTES = 220 * 1024 * 1024


def main(begin: str, end: str, zone: str, niceness: str = "0") -> None:
    """Answer one question; see above."""
    os.nice(int(niceness))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = busy_times(
            sys.stdin.buffer.read(),
            begin=datetime.fromisoformat(begin),
            end=datetime.fromisoformat(end),
            zone=ZoneInfo(zone),
            apart=True,
        )
    except NotACalendar as fault:
        answer: object = {"error": str(fault)}
    else:
        answer = full_document(found)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
