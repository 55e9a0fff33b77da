"""Whether what a person attended fulfils the course's rule. Pure: knows no database, no web.

The rule is a share of minutes, `attended / total >= percent / 100`, decided in integers, so nothing
is ever rounded, neither for nor against the person. Besides, whoever takes part was at every
session that is required, if only for a part of it, and has passed the quizzes that the course asks
for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

#: What it costs to be late where nobody says how many minutes somebody was there.
LATE_MINUTES = 15


class AttendanceStatus(StrEnum):
    """How somebody was recorded. Who was late was there; who was excused was not."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"

    @property
    def was_there(self) -> bool:
        return self in {AttendanceStatus.PRESENT, AttendanceStatus.LATE}


def minutes_attended(status: AttendanceStatus, length: int, minutes: int | None = None) -> int:
    """How many of a session's `length` minutes count as attended.

    What the trainer entered as `minutes` counts, up to the length. Without it, who was present was
    there all the time, and who was late missed 15 minutes, but not all of it: they did come. Who
    was excused or absent was there for none.
    """
    if not status.was_there:
        return 0
    if minutes is not None:
        return min(minutes, length)
    return length if status is AttendanceStatus.PRESENT else max(1, length - LATE_MINUTES)


@dataclass(frozen=True)
class SessionRecord:
    """One session for one person: its length, and what is recorded of them (None: nothing yet).

    `entered` are the minutes that somebody was there as the trainer entered them. `number` is how
    people call the session.
    """

    minutes: int
    status: AttendanceStatus | None = None
    entered: int | None = None
    required: bool = False
    number: int = 1

    @property
    def attended(self) -> int:
        if self.status is None:
            return 0
        return minutes_attended(self.status, self.minutes, self.entered)


@dataclass(frozen=True)
class Fulfilment:
    """How far a person has come in a cohort.

    `required_minutes` is the smallest whole number of minutes that keeps the share. Of required
    sessions, `missed` are the numbers of those where the person was not, `awaited` of those that
    are not recorded yet. `fulfilled` can be true before every session is recorded; `complete` says
    that nothing is open any more.
    """

    attended_minutes: int
    total_minutes: int
    required_minutes: int
    recorded_sessions: int
    sessions: int
    excused_sessions: int = 0
    missed: tuple[int, ...] = ()
    awaited: tuple[int, ...] = ()
    open_quizzes: int = 0

    @property
    def share_kept(self) -> bool:
        """Whether the attended minutes are enough."""
        return self.total_minutes > 0 and self.required_minutes <= self.attended_minutes

    @property
    def fulfilled(self) -> bool:
        """Whether all that the rule asks for is there."""
        return self.share_kept and not (self.missed or self.awaited or self.open_quizzes)

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


def compute_fulfilment(
    sessions: Iterable[SessionRecord], attendance_percent: int, open_quizzes: int = 0
) -> Fulfilment:
    """The fulfilment of `attendance_percent` (1 to 100) by `sessions`, and what else is missing.

    A session that is not recorded counts in the total but not as attended, and so does one from
    which a person was excused. A cohort without any minutes is never fulfilled. `open_quizzes` is
    how many quizzes are asked for and not passed yet. Raises ValueError for a share, a length, or
    minutes of presence that cannot be.
    """
    records = list(sessions)
    if not 1 <= attendance_percent <= 100:
        raise ValueError("attendance_percent must lie between 1 and 100")
    if any(record.minutes <= 0 for record in records):
        raise ValueError("a session must last at least a minute")
    if any(record.entered is not None and record.entered <= 0 for record in records):
        raise ValueError("who was there was there for at least a minute")
    total = sum(record.minutes for record in records)
    required = [record for record in records if record.required and not record.attended]
    return Fulfilment(
        attended_minutes=sum(record.attended for record in records),
        total_minutes=total,
        required_minutes=-(-total * attendance_percent // 100),
        recorded_sessions=sum(record.status is not None for record in records),
        sessions=len(records),
        excused_sessions=sum(record.status is AttendanceStatus.EXCUSED for record in records),
        missed=tuple(sorted(r.number for r in required if r.status is not None)),
        awaited=tuple(sorted(r.number for r in required if r.status is None)),
        open_quizzes=open_quizzes,
    )
