"""ical.js, the library behind Thunderbird's and Nextcloud's calendars, as a reader for tests."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tools.executables import find_node

SCRIPT = Path(__file__).parent / "read_calendars.mjs"
PATIENCE_SECONDS = 60


def read_by_ical_js(*files: bytes, zone: str = "UTC") -> list[dict[str, Any]]:
    """What ical.js reads in each of `files`, strictly, on a computer in `zone`."""
    node = find_node()
    assert node, "no node on this machine: run `make setup`"
    finished = subprocess.run(
        [str(node), str(SCRIPT)],
        input=json.dumps([file.decode() for file in files]),
        env={"PATH": os.environ["PATH"], "TZ": zone},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)
