"""Check a page in the browser for accessibility with axe-core."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tools.locations import NODE_MODULES

#: WCAG 2.2 to level AA, on which EN 301 549 and BITV build, and what axe advises besides.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

AXE = NODE_MODULES / "axe-core" / "axe.min.js"


@dataclass(frozen=True)
class Violation:
    """One broken rule: its name, how bad it is, what it asks for, and where it is broken."""

    rule: str
    impact: str
    help: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return "\n    ".join([f"{self.rule} ({self.impact}): {self.help}", *self.places])


def find_violations(page: Page, *, without: tuple[str, ...] = ()) -> list[Violation]:
    """Return what axe finds wrong on a page as it is now, leaving out the rules in `without`."""
    page.evaluate(f"{AXE.read_text(encoding='utf-8')};undefined")
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    # What was found right is a lot to carry over, and nobody reads it.
    run = "async options => (await axe.run(document, options)).violations"
    return [_violation(found) for found in page.evaluate(run, options)]


def assert_accessible(page: Page, *, without: tuple[str, ...] = ()) -> None:
    """Raise AssertionError with every violation on the page, if there are any."""
    violations = find_violations(page, without=without)
    assert not violations, f"{page.url} is not accessible:\n" + "\n".join(map(str, violations))


def _violation(found: dict[str, Any]) -> Violation:
    places = tuple(f"{_target(node)}: {node['html'][:200]}" for node in found["nodes"])
    return Violation(found["id"], found["impact"] or "minor", found["help"], places)


def _target(node: dict[str, Any]) -> str:
    return " ".join(str(part) for part in node["target"])
