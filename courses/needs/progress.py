"""What completed courses add to the levels that somebody has given themselves. Pure.

Only an analysis tells where somebody stands. In between, a course completed since counts as if it
had done what it says: that is the rule for planning and for what is shown, there as provisional.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: After that long people have changed, whatever they have attended.
WORTH_ANEW_AFTER = timedelta(days=182)


@dataclass(frozen=True)
class Completion:
    """A course that somebody has completed: when it was over for them, and what it raises."""

    course: str
    at: datetime
    raises: Mapping[str, int]


class WorthAnew(StrEnum):
    """Why another analysis would tell somebody more than the last one."""

    COURSES_COMPLETED = "courses_completed"
    LONG_AGO = "long_ago"


def completed_since(
    completions: Iterable[Completion], assessed_at: datetime
) -> Sequence[Completion]:
    """Those that were over only after the analysis.

    What came before is in what people say of themselves; nobody overrules that.
    """
    return [completion for completion in completions if completion.at > assessed_at]


def levels_today(levels: Mapping[str, int], since: Iterable[Completion]) -> dict[str, int]:
    """The levels given, raised by what was completed `since`. Nothing ever lowers them."""
    today = dict(levels)
    for completion in since:
        for competency, level in completion.raises.items():
            today[competency] = max(level, today.get(competency, 0))
    return today


def worth_anew(
    assessed_at: datetime, since: Sequence[Completion], now: datetime
) -> WorthAnew | None:
    """Whether another analysis is worth it, and why; a reason to offer it, never to ask again."""
    if since:
        return WorthAnew.COURSES_COMPLETED
    return WorthAnew.LONG_AGO if now - assessed_at >= WORTH_ANEW_AFTER else None
