"""What a person can choose for a subscription. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Contents(StrEnum):
    """Which events a subscription holds. All are events that take up its person."""

    ALL = "all"
    TRAININGS = "trainings"
    COACHING = "coaching"
    GROUP = "group"  # those that belong together, such as one cohort's
    COACH = "coach"  # coaching, and when the coach works
    FREE_BUSY = "free_busy"  # no events: when the coach is busy, see `scheduling.free_busy`


class Detail(StrEnum):
    """How much an entry says."""

    FULL = "full"
    APPOINTMENT = "appointment"  # a neutral word, and a link
    BUSY = "busy"  # nothing but the time


@dataclass(frozen=True, kw_only=True)
class FeedChoice:
    """A subscription as its person wants it; `group_key` says which group where it is one."""

    label: str
    contents: Contents = Contents.ALL
    group_key: str | None = None
    detail: Detail = Detail.APPOINTMENT
    remind_before: timedelta | None = None

    def __post_init__(self) -> None:
        if (self.contents == Contents.GROUP) != (self.group_key is not None):
            raise ValueError("a group has a key, and nothing else has one")
