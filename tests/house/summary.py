"""pytest plugin: say at the end how many tests ran on each database, in the browser and the like.

A place where tests were skipped is said loudly: a green run that left out half of the tests must
not look like a whole one.
"""

from collections import Counter
from dataclasses import dataclass, field

import pytest

PLACES = {
    "sqlite": "SQLite",
    "postgresql": "PostgreSQL",
    "browser": "browser",
    "program": "other programs",
}

#: A report carries its markers by this name from a worker to the first process. (Its keywords
#: would not do: they also hold the names of parameters.)
PROPERTY = "komma-place"


@dataclass(eq=False)  # pytest keeps its plugins in sets
class Tally:
    """How many tests ran and how many were skipped per place, and why they were."""

    ran: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, str] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once: when it ran, or when it was skipped or broke before it could."""
        if report.when != "call" and not (report.when == "setup" and not report.passed):
            return
        places = [place for name, place in report.user_properties if name == PROPERTY]
        places = places or ["elsewhere"]
        outcome = self.skipped if report.skipped else self.ran
        outcome.update(places)
        if report.skipped and isinstance(report.longrepr, tuple):
            self.reasons.update(dict.fromkeys(places, str(report.longrepr[2])))

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write one line per place, in red where tests were skipped."""
        if not self.ran and not self.skipped:
            return
        terminalreporter.section("where the tests ran")
        for place, label in PLACES.items():
            terminalreporter.write_line(
                self.line(place, label), red=bool(self.skipped[place]), bold=True
            )
        terminalreporter.write_line(f"none of these: {self.ran['elsewhere']}")

    def line(self, place: str, label: str) -> str:
        """Return the line about one place."""
        ran = f"{label}: {self.ran[place]} tests ran"
        if not self.skipped[place]:
            return ran
        reason = self.reasons.get(place, "no reason given").removeprefix("Skipped: ")
        return f"{ran}, {self.skipped[place]} WERE SKIPPED: {reason}"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    item.user_properties.extend((PROPERTY, place) for place in PLACES if _is_marked(item, place))


def pytest_configure(config: pytest.Config) -> None:
    # Workers report to the first process, which alone writes the summary.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Tally(), "komma-summary")


def _is_marked(item: pytest.Item, place: str) -> bool:
    return item.get_closest_marker(place) is not None
