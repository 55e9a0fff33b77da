"""What a cohort's page says to the one who looks at it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.kernel.i18n import gettext as _
from courses.cohorts.models import (
    AttendanceStatus,
    Cohort,
    Enrolment,
    EnrolmentStatus,
    Session,
)
from courses.cohorts.queries import CohortOverview, list_enrolments_of
from courses.cohorts.rules import is_meant_for, is_open_to
from organisations.models import Person


class Standing(StrEnum):
    """How a person stands to a cohort; each has a text and a next step of its own."""

    OPEN = "open"
    FULL = "full"
    ENROLLED = "enrolled"  # and can still withdraw
    ATTENDING = "attending"  # enrolled, and it has begun
    MISSED = "missed"  # over, without keeping the course's rule or not all recorded
    COMPLETED = "completed"
    BEGUN = "begun"  # not enrolled, and too late
    CANCELLED = "cancelled"  # every session has been called off
    NOT_OFFERED = "not_offered"  # the course is archived
    OTHER_FUNCTION = "other_function"
    ONLOOKER = "onlooker"  # trainer, office: looks, does not take part


@dataclass(frozen=True)
class CohortView:
    """A cohort as one person sees it."""

    overview: CohortOverview
    standing: Standing
    enrolment: Enrolment | None = None


def view_of(
    overview: CohortOverview,
    person: Person,
    enrolment: Enrolment | None,
    *,
    may_enrol: bool,
    now: datetime,
) -> CohortView:
    """`overview` for `person`, whose enrolment in it is `enrolment`, withdrawn or none."""
    standing = _standing(overview, person, enrolment, may_enrol, now)
    takes_part = enrolment is not None and enrolment.takes_part
    return CohortView(overview, standing, enrolment if takes_part else None)


def views_of(
    overviews: Sequence[CohortOverview], person: Person, *, may_enrol: bool, now: datetime
) -> list[CohortView]:
    """`overviews` for `person`, with what they take part in found in one go."""
    own = {enrolment.cohort_id: enrolment for enrolment in list_enrolments_of(person)}
    return [
        view_of(overview, person, own.get(overview.cohort.id), may_enrol=may_enrol, now=now)
        for overview in overviews
    ]


def _standing(
    overview: CohortOverview,
    person: Person,
    enrolment: Enrolment | None,
    may_enrol: bool,
    now: datetime,
) -> Standing:
    if not overview.takes_place:
        return Standing.CANCELLED
    if enrolment is not None and enrolment.takes_part:
        return _standing_of_participant(overview, enrolment, now)
    if not may_enrol or not is_open_to(person, overview.cohort):
        return Standing.ONLOOKER
    if overview.starts_at <= now:
        return Standing.BEGUN
    if not overview.cohort.course.is_offered:
        return Standing.NOT_OFFERED
    if not is_meant_for(person, overview.cohort.course):
        return Standing.OTHER_FUNCTION
    return Standing.OPEN if overview.seats_left else Standing.FULL


def _standing_of_participant(
    overview: CohortOverview, enrolment: Enrolment, now: datetime
) -> Standing:
    if enrolment.status == EnrolmentStatus.COMPLETED:
        return Standing.COMPLETED
    if now < overview.starts_at:
        return Standing.ENROLLED
    return Standing.ATTENDING if now < overview.ends_at else Standing.MISSED


def by_date(cohort: Cohort) -> list[Session]:
    """The cohort's sessions as they follow each other, wherever they were moved to."""
    return sorted(cohort.sessions, key=lambda session: (session.event.starts_at, session.position))


def timetable_entry(session: Session, **more: Any) -> dict[str, Any]:
    """`session` as the timetable component wants it, with `more` (url, badge, actions …)."""
    event = session.event
    return {
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "title": _("Termin %(number)s", number=session.position + 1),
        "place": event.place,
        "cancelled": not session.takes_place,
        **more,
    }


@dataclass(frozen=True)
class SessionState:
    """A session as its trainer sees it: has it begun, of how many people is attendance recorded."""

    session: Session
    begun: bool
    recorded: int
    present: int
    people: int

    @property
    def open_records(self) -> int:
        return self.people - self.recorded if self.begun else 0


def session_states(
    cohort: Cohort, roster: Sequence[Enrolment], now: datetime
) -> list[SessionState]:
    """The cohort's sessions in order, with what is recorded of the people in `roster`."""
    statuses: dict[int, list[str]] = defaultdict(list)
    for enrolment in roster:
        for attendance in enrolment.attendances:
            statuses[attendance.session_id].append(attendance.status)
    return [
        SessionState(
            session=session,
            begun=session.event.starts_at <= now,
            recorded=len(statuses[session.id]),
            present=statuses[session.id].count(AttendanceStatus.PRESENT),
            people=len(roster),
        )
        for session in by_date(cohort)
    ]
