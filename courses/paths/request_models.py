"""Whose path is to be planned anew, and why: the work list of the planning job."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.base import BigId, check_in
from app.kernel.db import Model
from courses.cohorts.models import Cohort
from organisations.models import Person

#: So often the job tries; after that the person plans by hand.
MOST_ATTEMPTS = 3


class PlanningReason(StrEnum):
    """What makes a path be planned anew."""

    IMPROVE = "improve"  # the page had no time to prove that there is no better one
    OWN_CHANGE = "own_change"  # the person did something that the path had not planned
    COHORT_MOVED = "cohort_moved"
    COHORT_FULL = "cohort_full"
    COHORT_CANCELLED = "cohort_cancelled"

    @property
    def comes_from_others(self) -> bool:
        """Whether the person does not know of it yet, so that they are told by mail."""
        return self in FROM_OTHERS


#: These reasons stay with a request whatever else is added to it.
FROM_OTHERS = (
    PlanningReason.COHORT_MOVED,
    PlanningReason.COHORT_FULL,
    PlanningReason.COHORT_CANCELLED,
)


class PathPlanningRequest(Model):
    """One row for each person whose path the job is to plan anew; gone once it has.

    `version` goes up with every further wish and with every claim, so that whoever has planned
    knows whether what they planned for still stands. A claim that nobody fulfils, since the worker
    was killed, ends at `claimed_until`.
    """

    __tablename__ = "path_planning_requests"
    __table_args__ = (check_in("why", PlanningReason),)

    person_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    why: Mapped[str] = mapped_column(String(16))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))
    requested_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
    cohort: Mapped[Cohort | None] = relationship()

    def has_failed(self, now: datetime) -> bool:
        """Whether the job has given up, so that the person has to plan by hand."""
        is_worked_on = self.claimed_until is not None and self.claimed_until > now
        return self.attempts >= MOST_ATTEMPTS and not is_worked_on
