"""How far an adopted concept has come, as its page shows it."""

from dataclasses import dataclass
from datetime import date

from exchange.strategies.models import MeasureState, Progress, StrategyVersion
from exchange.strategies.queries import list_progress


@dataclass(frozen=True)
class Standing:
    """The progress of each measure by its key, as of a day. Dropped measures are not counted."""

    day: date
    progress: dict[str, Progress]
    review_is_due: bool

    @property
    def total(self) -> int:
        return sum(one.state != MeasureState.DROPPED for one in self.progress.values())

    @property
    def done(self) -> int:
        return sum(one.state == MeasureState.DONE for one in self.progress.values())

    @property
    def overdue(self) -> int:
        return sum(one.is_overdue(self.day) for one in self.progress.values())


def standing_of(version: StrategyVersion, day: date) -> Standing:
    """How far `version` has come as of `day`; one statement."""
    is_due = version.is_adopted and version.review_on is not None and version.review_on <= day
    return Standing(day, list_progress(version), is_due)
