"""What a person has chosen for their path: until when, on which days, what stays in and what out.

A course goes by its slug, a cohort by its public id. Every change makes new choices, so that a
later wish can be put on top of what another browser tab has chosen meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from courses.paths.problem import Pin


@dataclass(frozen=True)
class PathChoices:
    """`deadline` is the last day that suits, `weekdays_off` the days that do not (Monday is 0).

    What is `pinned` stays in the path, on that date if one is named; what is `dropped` stays out.
    """

    deadline: date | None = None
    weekdays_off: frozenset[int] = frozenset()
    online_only: bool = False
    pinned: tuple[Pin, ...] = ()
    dropped: frozenset[str] = frozenset()

    def find_pin(self, course: str) -> Pin | None:
        """How the course is pinned; None where it is not."""
        return next((pin for pin in self.pinned if pin.unit == course), None)

    def pin(self, course: str, cohort: str | None = None) -> "PathChoices":
        """Keep the course, on this date if one is named; what was said of it before is over."""
        left = self.release(course)
        return replace(left, pinned=(*left.pinned, Pin(course, cohort)))

    def drop(self, course: str) -> "PathChoices":
        """Leave the course out."""
        left = self.release(course)
        return replace(left, dropped=left.dropped | {course})

    def release(self, course: str) -> "PathChoices":
        """Neither keep the course nor leave it out."""
        return replace(
            self,
            pinned=tuple(pin for pin in self.pinned if pin.unit != course),
            dropped=self.dropped - {course},
        )

    def as_document(self) -> dict[str, Any]:
        """The choices as `read_choices` takes them."""
        return {
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "weekdays_off": sorted(self.weekdays_off),
            "online_only": self.online_only,
            "pinned": [{"course": pin.unit, "cohort": pin.run} for pin in self.pinned],
            "dropped": sorted(self.dropped),
        }


#: What applies to who has said nothing.
NO_CHOICES = PathChoices()


@dataclass(frozen=True)
class Wishes:
    """All that a person can say about their path: how much time, and what they have chosen."""

    budget_minutes: int
    choices: PathChoices = NO_CHOICES


def read_choices(document: Mapping[str, Any]) -> PathChoices:
    """The choices that `as_document` has written."""
    return PathChoices(
        deadline=date.fromisoformat(document["deadline"]) if document["deadline"] else None,
        weekdays_off=frozenset(document["weekdays_off"]),
        online_only=document["online_only"],
        pinned=tuple(Pin(pin["course"], pin["cohort"]) for pin in document["pinned"]),
        dropped=frozenset(document["dropped"]),
    )
