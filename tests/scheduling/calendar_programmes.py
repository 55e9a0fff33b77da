"""Real calendar programmes for tests: vdirsyncer subscribes by http, khal shows what it got.

Both run as programmes of their own with a home folder of their own; nothing of the machine's
settings is read and no address but the given one is asked.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 60

VDIRSYNCER = """
[general]
status_path = "{home}/status/"

[pair komma]
a = "subscription"
b = "folder"
collections = null
conflict_resolution = "a wins"

[storage subscription]
type = "http"
url = "{address}"

[storage folder]
type = "filesystem"
path = "{home}/calendar/"
fileext = ".ics"
"""

KHAL = """
[calendars]
[[komma]]
path = {home}/calendar
readonly = True

[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {home}/khal.db
"""


@dataclass(frozen=True)
class CalendarProgrammes:
    """One person's computer, where vdirsyncer subscribes to `address` and khal shows `zone`."""

    home: Path
    address: str
    zone: str = "Europe/Berlin"

    def set_up(self) -> None:
        """Write the settings of both and have vdirsyncer find the calendar."""
        self.home.mkdir(parents=True)
        (self.home / "calendar").mkdir()
        for name, text in (("vdirsyncer", VDIRSYNCER), ("khal", KHAL)):
            filled = text.format(home=self.home, address=self.address, zone=self.zone)
            (self.home / f"{name}.conf").write_text(filled, encoding="utf-8")
        self._run("vdirsyncer", "-c", str(self.home / "vdirsyncer.conf"), "discover", "komma")

    def synchronise(self) -> str:
        """Fetch the subscription; returns what vdirsyncer says of it."""
        return self._run("vdirsyncer", "-c", str(self.home / "vdirsyncer.conf"), "sync", "komma")

    def list_events(self, first_day: str, last_day: str) -> list[str]:
        """What khal shows from one day to another: a line each of date, times, state and title."""
        shown = self._run(
            "khal",
            *("-c", str(self.home / "khal.conf"), "list", "--day-format", ""),
            *("--format", "{start-date} {start-time}-{end-time} {cancelled}{title} @ {location}"),
            *(first_day, last_day),
        )
        return [line.strip() for line in shown.splitlines() if line.strip()]

    def _run(self, program: str, *arguments: str) -> str:
        finished = subprocess.run(
            [str(Path(sys.executable).parent / program), *arguments],
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.home),
                "XDG_CONFIG_HOME": str(self.home / "config"),
                "XDG_DATA_HOME": str(self.home / "data"),
                "XDG_CACHE_HOME": str(self.home / "cache"),
                "LC_ALL": "C.UTF-8",
                "TZ": "UTC",
            },
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        output = finished.stdout + finished.stderr
        assert finished.returncode == 0, f"{program} {' '.join(arguments)}:\n{output}"
        return output
