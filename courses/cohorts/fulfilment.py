"""Whether what a person attended fulfils the course's rule. Pure: knows no database, no web.

The rule is a share of minutes: `attended / total >= percent / 100`. It is decided in integers, so
nothing is ever rounded, neither for nor against the person.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class SessionRecord:
    """One session for one person: its length, and whether they were there (None: not recorded)."""

    minutes: int
    present: bool | None


@dataclass(frozen=True)
class Fulfilment:
    """How far a person has come in a cohort.

    `required_minutes` is the smallest whole number of minutes that keeps the rule. `fulfilled` can
    be true before every session is recorded; `complete` says that nothing is open any more.
    """

    attended_minutes: int
    total_minutes: int
    required_minutes: int
    recorded_sessions: int
    sessions: int
    fulfilled: bool

    @property
    def all_recorded(self) -> bool:
        return 0 < self.sessions == self.recorded_sessions

    @property
    def complete(self) -> bool:
        """Every session is recorded and the rule is kept."""
        return self.all_recorded and self.fulfilled

    @property
    def percent(self) -> int:
        """The attended share in full per cent; it reaches the rule's figure when the rule does."""
        return self.attended_minutes * 100 // self.total_minutes if self.total_minutes else 0


def compute_fulfilment(sessions: Iterable[SessionRecord], attendance_percent: int) -> Fulfilment:
    """The fulfilment of `attendance_percent` (1 to 100) by `sessions`.

    A session that is not recorded counts in the total but not as attended. A cohort without any
    minutes is never fulfilled. Raises ValueError for a share or a length that cannot be.
    """
    records = list(sessions)
    if not 1 <= attendance_percent <= 100:
        raise ValueError("attendance_percent must lie between 1 and 100")
    if any(record.minutes <= 0 for record in records):
        raise ValueError("a session must last at least a minute")
    total = sum(record.minutes for record in records)
    attended = sum(record.minutes for record in records if record.present)
    return Fulfilment(
        attended_minutes=attended,
        total_minutes=total,
        required_minutes=-(-total * attendance_percent // 100),
        recorded_sessions=sum(record.present is not None for record in records),
        sessions=len(records),
        fulfilled=total > 0 and attended * 100 >= total * attendance_percent,
    )
