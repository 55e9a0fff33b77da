"""The time zones of the IANA database. Pure."""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of this name in the IANA database, None where it has none."""
    return ZoneInfo(name) if name in known_zone_names() else None


@cache
def zones_to_choose() -> tuple[str, ...]:
    """One name for each place that has a clock of its own, as `zone.tab` of the database lists.

    Old names, which the database keeps beside today's, are not among them.
    """
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="ascii")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple(sorted({row[2] for row in rows} & known_zone_names()))


@cache
def known_zone_names() -> frozenset[str]:
    return frozenset(available_timezones())
