"""What happens in cohorts and others may react to, inside the same transaction."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class EnrolmentConfirmed:
    """A person has got a seat."""

    enrolment_id: int
    at: datetime


@dataclass(frozen=True)
class SeatRequested:
    """A person asks for a seat, and their municipality has to approve."""

    enrolment_id: int
    at: datetime


@dataclass(frozen=True)
class EnrolmentWithdrawn:
    """A person has given their seat back."""

    enrolment_id: int
    at: datetime


@dataclass(frozen=True)
class AttendanceRecorded:
    """Who was at a session was recorded or corrected: by a trainer, or by who checked in."""

    session_id: int
    at: datetime


@dataclass(frozen=True)
class EnrolmentCompleted:
    """Every session is recorded and the person has kept the course's rule, quizzes included."""

    enrolment_id: int
    at: datetime


@dataclass(frozen=True)
class EnrolmentReopened:
    """A correction of the attendance means that a completed enrolment keeps the rule no longer."""

    enrolment_id: int
    at: datetime


@dataclass(frozen=True)
class SessionsChanged:
    """A session of the cohort was added, called off by itself, or has another time or place."""

    cohort_id: int
    at: datetime


@dataclass(frozen=True)
class CohortCalledOff:
    """All that was still to come of the cohort does not take place."""

    cohort_id: int
    at: datetime


@dataclass(frozen=True)
class FewerSeatsFree:
    """A seat of the cohort was given, offered, taken away or kept for others: perhaps the last."""

    cohort_id: int
    at: datetime
