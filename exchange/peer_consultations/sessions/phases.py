"""The phases of a session, how long each lasts, and how much of one is left. Pure.

The order follows what procedures of kollegiale Beratung have in common, such as that of Kim-Oliver
Tietze (Kollegiale Beratung: Problemlösungen gemeinsam entwickeln, 2003) and the Heilsbronner
Modell: roles, the case as it is told, questions, the group among itself while the case giver
listens, and what the case giver takes of it. The minutes are ours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Phase(StrEnum):
    """In their order."""

    CASTING = "casting"
    PRESENTING = "presenting"
    QUESTIONS = "questions"
    HYPOTHESES = "hypotheses"
    PROPOSALS = "proposals"
    CHOICE = "choice"
    LOOKING_BACK = "looking_back"


MINUTES = {
    Phase.CASTING: 5,
    Phase.PRESENTING: 10,
    Phase.QUESTIONS: 10,
    Phase.HYPOTHESES: 15,
    Phase.PROPOSALS: 15,
    Phase.CHOICE: 5,
    Phase.LOOKING_BACK: 5,
}
PHASES = tuple(Phase)
FIRST, LAST = 1, len(PHASES)
WHOLE = timedelta(minutes=sum(MINUTES.values()))


@dataclass(frozen=True)
class Clock:
    """Where a phase stands: `spent` of it was over at `started_at`; None while it pauses."""

    number: int
    spent: timedelta
    started_at: datetime | None

    @property
    def phase(self) -> Phase:
        return PHASES[self.number - 1]

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=MINUTES[self.phase])

    @property
    def pauses(self) -> bool:
        return self.started_at is None

    @property
    def ends_at(self) -> datetime | None:
        """When its time is up, as an aware instant; None while it pauses."""
        return None if self.started_at is None else self.started_at + self.length - self.spent

    def spent_by(self, now: datetime) -> timedelta:
        """How much of it is over at `now`, pauses left out; it may be more than its length."""
        running = timedelta(0) if self.started_at is None else now - self.started_at
        return self.spent + max(running, timedelta(0))

    def left(self, now: datetime) -> timedelta:
        """How much is left of it at `now`; below zero once its time is up."""
        return self.length - self.spent_by(now)
