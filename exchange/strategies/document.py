"""The text of a strategy concept as one JSON document, as a version keeps it. Pure.

{"title": "…", "situation": "…", "goals": "…", "review_on": "2027-05-31",
 "measures": [{"key": "…", "title": "…", "responsible": "…", "due_on": "2026-12-31",
               "indicator": "…"}]}

A municipality writes it in the language of its administration. The key of a measure stays the same
from one version to the next, whatever it is called. In a draft, texts may be empty and days None;
`missing_in` says what it lacks to be adopted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Document = Mapping[str, Any]

#: The texts of a concept in the order of the page.
SECTIONS = ("title", "situation", "goals")


@dataclass(frozen=True)
class Measure:
    """What is done, by which function or team, until when; by what one sees that it works."""

    number: int
    key: str
    title: str
    responsible: str
    due_on: date | None
    indicator: str


@dataclass(frozen=True)
class Lack:
    """A place that is empty but must not be: a key, and in a measure, which row from 0."""

    key: str
    row: int | None = None


def measures_of(document: Document) -> tuple[Measure, ...]:
    """The measures of a document in their order, numbered from 1."""
    return tuple(
        Measure(
            number,
            row["key"],
            row["title"],
            row["responsible"],
            _day(row["due_on"]),
            row["indicator"],
        )
        for number, row in enumerate(document["measures"], start=1)
    )


def review_day_of(document: Document) -> date | None:
    """The day on which the concept is to be looked at again; None where it has none yet."""
    return _day(document["review_on"])


def missing_in(document: Document) -> list[Lack]:
    """What a document lacks to be adopted, in the order of the page."""
    keys = (*SECTIONS, "review_on", "measures")
    lacks = [Lack(key) for key in keys if not document[key]]
    return lacks + [
        Lack(key, row)
        for row, measure in enumerate(document["measures"])
        for key in ("title", "responsible", "due_on")
        if not measure[key]
    ]


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
