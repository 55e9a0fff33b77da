"""Has a calendar read by another process, which is ended where it takes too much. Pure of Flask.

Files from outside may be made to exhaust whoever reads them. So they are read in a child process
with limits of its own for time and memory, and nothing of this process is at stake.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduling.busy.documents import read_full_document
from scheduling.busy.intervals import BusyTimes

LARGEST_FILE = 10 * 1024 * 1024
WALL_SECONDS = 7.0
#: Where nobody waits for the answer, others go first, and it may take longer by the clock.
WALL_SECONDS_IN_BACKGROUND = 20.0
_NICENESS = 5
_ROOT = Path(__file__).resolve().parents[2]


class CalendarRefused(ValueError):
    """What was read is no calendar, or takes too much to read; it must never count as free."""


class TooMuchToRead(CalendarRefused):
    """It may be a calendar, but takes more time, memory or room than there is for one."""


def read_busy_times(
    content: bytes,
    *,
    begin: datetime,
    end: datetime,
    zone: ZoneInfo,
    in_background: bool = False,
) -> BusyTimes:
    """When the calendar in `content` is busy during [begin, end), both aware; instants in UTC.

    Told as a whole, and each occurrence apart.
    `zone` is that of whole days. With `in_background` the child makes way for whatever else the
    machine has to do; it gets no more of it for that. Raises CalendarRefused.
    """
    if len(content) > LARGEST_FILE:
        raise TooMuchToRead(f"is too large (more than {LARGEST_FILE} bytes)")
    command = [sys.executable, "-m", "scheduling.busy.child"]
    command += [begin.isoformat(), end.isoformat(), zone.key]
    command += [str(_NICENESS)] if in_background else []
    try:
        child = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS_IN_BACKGROUND if in_background else WALL_SECONDS,
            cwd=_ROOT,
            env={"PATH": os.defpath, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuchToRead("takes too long to read") from error
    if child.returncode:
        raise TooMuchToRead("takes too much time or memory to read")
    answer = json.loads(child.stdout)
    if "error" in answer:
        raise CalendarRefused(answer["error"])
    return read_full_document(answer)
