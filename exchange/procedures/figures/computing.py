"""What may be published of the cases of a half-year. Pure.

Which counts are shown is decided by `courses.reports.suppression`: no reader can work out a count
of fewer than seven. Days are published as the span that the median falls into, since a median is
the very number of one case, and only beside a count that is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from courses.reports.suppression import THRESHOLD, protect

#: The last day of each span; what is longer is the last span.
SPANS = (7, 14, 30, 60, 90)


@dataclass(frozen=True)
class Closed:
    """One case, as much as is counted of it: keys of situation and outcome, and whole days."""

    situation: str
    outcome: str
    days: int


def figures_of(
    cases: Sequence[Closed], situations: Sequence[str], outcomes: Sequence[str]
) -> dict[str, Any] | None:
    """Total, counts by situation and outcome, and spans of days; None where nothing may be shown.

    All `situations` stand there whether they occurred or not. A count that is kept back is None;
    of situations and outcomes crossed, no count is published.
    """
    counts = [
        [
            sum(one.situation == situation and one.outcome == outcome for one in cases)
            for outcome in outcomes
        ]
        for situation in situations
    ]
    table = protect(counts)
    if table is None:
        return None

    def span(shown: int | None, **key: str) -> int | None:
        if shown is None:
            return None
        days = [
            one.days
            for one in cases
            if all(getattr(one, name) == value for name, value in key.items())
        ]
        return span_of(median_low(days))

    return {
        "total": table.total,
        "span": span(table.total),
        "situations": [
            {"key": key, "count": count, "span": span(count, situation=key)}
            for key, count in zip(situations, table.row_totals, strict=True)
        ],
        "outcomes": [
            {"key": key, "count": count, "span": span(count, outcome=key)}
            for key, count in zip(outcomes, table.column_totals, strict=True)
        ],
    }


def span_of(days: int) -> int:
    """The number of the span that `days` falls into, from 0."""
    return next((number for number, last in enumerate(SPANS) if days <= last), len(SPANS))


def programme_wide(
    by_municipality: Mapping[int, Sequence[Closed]], published: frozenset[int]
) -> list[Closed]:
    """The cases that count for the whole programme.

    What municipalities without figures of their own add must be none or THRESHOLD at least: else
    the programme's figures less those of the others would tell of fewer. Where it is less, they
    are left out.
    """
    shown = [one for key, cases in by_municipality.items() if key in published for one in cases]
    rest = [one for key, cases in by_municipality.items() if key not in published for one in cases]
    return [*shown, *rest] if len(rest) >= THRESHOLD else shown
