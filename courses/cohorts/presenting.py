"""What a cohort's page says to the one who looks at it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.kernel.i18n import gettext as _
from courses.cohorts.entry.prerequisites import list_closed_cohorts
from courses.cohorts.models import (
    AttendanceStatus,
    Cohort,
    Enrolment,
    EnrolmentStatus,
    Session,
)
from courses.cohorts.queries import CohortOverview, list_enrolments_of
from courses.cohorts.rules import is_meant_for, is_open_to
from courses.cohorts.seats.queries import list_pending_of
from organisations.models import Person


class Standing(StrEnum):
    """How a person stands to a cohort; each has a text and a next step of its own."""

    OPEN = "open"
    FULL = "full"
    REQUESTED = "requested"  # waits for an approval
    WAITING = "waiting"  # stands in the line
    OFFERED = "offered"  # a seat is kept for them for a while
    ENROLLED = "enrolled"  # and can still withdraw
    ATTENDING = "attending"  # enrolled, and it has begun
    MISSED = "missed"  # over, without keeping the course's rule or not all recorded
    COMPLETED = "completed"
    BEGUN = "begun"  # not enrolled, and too late
    CANCELLED = "cancelled"  # every session has been called off
    NOT_OFFERED = "not_offered"  # the course is archived
    OTHER_FUNCTION = "other_function"
    NOT_YET_OPEN = "not_yet_open"  # enrolment begins later
    CLOSED = "closed"  # enrolment has ended before the first session
    LACKING = "lacking"  # has yet to complete what the course builds on
    DECLINED = "declined"  # the municipality has said no
    ONLOOKER = "onlooker"  # trainer, office: looks, does not take part


#: Where enrolment would be possible at all.
_WITH_WINDOW = frozenset({Standing.OPEN, Standing.FULL})

#: Who has asked, or is asked.
PENDING = {
    EnrolmentStatus.REQUESTED: Standing.REQUESTED,
    EnrolmentStatus.WAITLISTED: Standing.WAITING,
    EnrolmentStatus.OFFERED: Standing.OFFERED,
}


@dataclass(frozen=True)
class CohortView:
    """A cohort as one person sees it. `pending` is what they asked for or are offered."""

    overview: CohortOverview
    standing: Standing
    enrolment: Enrolment | None = None
    pending: Enrolment | None = None


def view_of(
    overview: CohortOverview,
    person: Person,
    enrolment: Enrolment | None,
    *,
    may_enrol: bool,
    now: datetime,
    lacking: Collection[int] = (),
) -> CohortView:
    """`overview` for `person`, whose enrolment in it is `enrolment`, withdrawn or none.

    `lacking` are ids of cohorts that build on what they have yet to complete.
    """
    standing = _standing(overview, person, enrolment, may_enrol, now)
    if standing in _WITH_WINDOW:
        standing = _shut(overview.cohort, enrolment, lacking, now) or standing
    takes_part = enrolment is not None and enrolment.takes_part
    return CohortView(
        overview,
        standing,
        enrolment=enrolment if takes_part else None,
        pending=enrolment if standing in PENDING.values() else None,
    )


def views_of(
    overviews: Sequence[CohortOverview], person: Person, *, may_enrol: bool, now: datetime
) -> list[CohortView]:
    """`overviews` for `person`, with what they take part in or wait for found in one go."""
    lacking = list_closed_cohorts(person, [overview.cohort for overview in overviews])
    known = (*list_pending_of(person), *list_enrolments_of(person))
    own = {enrolment.cohort_id: enrolment for enrolment in known}
    return [
        view_of(
            overview,
            person,
            own.get(overview.cohort.id),
            may_enrol=may_enrol,
            now=now,
            lacking=lacking,
        )
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
    if enrolment is not None and _is_pending(enrolment, now) and now < overview.starts_at:
        return PENDING[EnrolmentStatus(enrolment.status)]
    if not may_enrol or not is_open_to(person, overview.cohort):
        return Standing.ONLOOKER
    if overview.starts_at <= now:
        return Standing.BEGUN
    if not overview.cohort.course.is_offered:
        return Standing.NOT_OFFERED
    if not is_meant_for(person, overview.cohort.course):
        return Standing.OTHER_FUNCTION
    return Standing.OPEN if overview.seats_left else Standing.FULL


def _shut(
    cohort: Cohort, enrolment: Enrolment | None, lacking: Collection[int], now: datetime
) -> Standing | None:
    """Why somebody who could otherwise have a seat, or wait for one, gets none now."""
    if enrolment is not None and enrolment.status == EnrolmentStatus.DECLINED:
        return Standing.DECLINED
    if cohort.enrolment_opens_at is not None and now < cohort.enrolment_opens_at:
        return Standing.NOT_YET_OPEN
    if cohort.enrolment_closes_at is not None and cohort.enrolment_closes_at <= now:
        return Standing.CLOSED
    return Standing.LACKING if cohort.id in lacking else None


def _is_pending(enrolment: Enrolment, now: datetime) -> bool:
    """Not where an offer's time is up, though nobody has put that down yet."""
    over = enrolment.offer_until is not None and enrolment.offer_until <= now
    return enrolment.status in PENDING and not over


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


def is_still_to_come(cohort: Cohort, now: datetime) -> bool:
    """Whether a session takes place that is not over: there is something left to change."""
    return any(one.takes_place and one.event.ends_at > now for one in cohort.sessions)


def timetable_entry(session: Session, *, inside: bool = False, **more: Any) -> dict[str, Any]:
    """`session` as the timetable component wants it, with `more` (url, badge, actions …).

    Only who is `inside`, since they take part or lead it, sees the way in and the note.
    """
    event, notes = session.event, []
    if session.chosen_trainers:
        names = ", ".join(trainer.name for trainer in session.chosen_trainers)
        notes.append(_("Leitung: %(names)s", names=names))
    if inside and session.note:
        notes.append(session.note)
    return {
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "title": _("Termin %(number)s", number=session.position + 1),
        "place": event.location,
        "notes": notes,
        "way_in": event.online_link if inside and session.takes_place else "",
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
            present=sum(AttendanceStatus(one).was_there for one in statuses[session.id]),
            people=len(roster),
        )
        for session in by_date(cohort)
    ]
