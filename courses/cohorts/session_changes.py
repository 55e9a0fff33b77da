"""Commands that move a session or call it off, and tell those who are enrolled."""

from datetime import datetime

from app.kernel import audit
from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.attendance import settle
from courses.cohorts.errors import AttendanceRecorded
from courses.cohorts.models import Session
from courses.cohorts.services import SessionDates
from notifications.services import notify
from organisations.models import Person
from scheduling.invitations.services import attach_date
from scheduling.queries import list_clashes
from scheduling.services import (
    EventIsCancelled,
    cancel_event,
    lock_people,
    reschedule_event,
    set_town,
)


def move_session(
    *, session: Session, dates: SessionDates, place: str, actor: Person, now: datetime
) -> bool:
    """Give `session` another time or place and tell everyone enrolled; False where it has both.

    Raises NotFound unless `actor` manages the cohort, EventIsCancelled, AttendanceRecorded, and
    DomainError at `date` for a time that is over.
    """
    event = session.event
    _check(session, actor)
    if (event.starts_at, event.ends_at, event.place) == (dates.starts_at, dates.ends_at, place):
        return False
    if dates.starts_at <= now:
        raise DomainError(_l("Bitte wählen Sie einen Zeitpunkt, der noch kommt."), field="date")
    lock_people(session.cohort.trainers)  # who books them afterwards sees the new time
    before = SessionDates(event.starts_at, event.ends_at)
    place_before = event.place
    reschedule_event(
        event=event, starts_at=dates.starts_at, ends_at=dates.ends_at, place=place, now=now
    )
    audit.record("session.moved", session, actor=actor, now=now)
    _tell(
        session,
        "cohorts/session_moved",
        now,
        before=before,
        moved=(before.starts_at, before.ends_at) != (dates.starts_at, dates.ends_at),
        place_changed=place_before != place,
    )
    return True


def change_town(*, session: Session, town: str | None, actor: Person, now: datetime) -> bool:
    """Note where `session` takes place, for the ways of those who lead it; False where it does.

    Nobody is told: for those enrolled the place says it. Raises NotFound unless `actor` manages the
    cohort, EventIsCancelled, and AttendanceRecorded.
    """
    _check(session, actor)
    lock_people(session.cohort.trainers)
    changed = set_town(event=session.event, town=town)
    if changed:
        audit.record("session.moved", session, actor=actor, now=now)
    return changed


def cancel_session(*, session: Session, actor: Person, now: datetime) -> Session:
    """Call `session` off and tell everyone enrolled. What they attended besides counts as before.

    Raises NotFound unless `actor` manages the cohort, EventIsCancelled where it is off already,
    and AttendanceRecorded.
    """
    _check(session, actor)
    cancel_event(event=session.event, now=now)
    audit.record("session.cancelled", session, actor=actor, now=now)
    for enrolment in queries.list_roster(session.cohort):
        settle(enrolment, now)
    db.session.flush()
    _tell(session, "cohorts/session_cancelled", now)
    return session


def list_busy_trainers(session: Session) -> list[Person]:
    """Trainers of the cohort who have something else in their calendar at that time."""
    event = session.event
    return [
        trainer
        for trainer in session.cohort.trainers
        if list_clashes(trainer, event.starts_at, event.ends_at, besides=event)
    ]


def _check(session: Session, actor: Person) -> None:
    """Wait for others who change the cohort, then see whether the session may still be changed."""
    cohort = session.cohort
    if not queries.manages(actor, cohort):
        raise NotFound
    lock(f"cohort:{cohort.id}")
    db.session.refresh(session.event)
    if not session.takes_place:
        raise EventIsCancelled
    if queries.count_attendance(session):
        raise AttendanceRecorded


def _tell(session: Session, template: str, now: datetime, **context: object) -> None:
    for enrolment in queries.list_roster(session.cohort):
        message = notify(
            person=enrolment.person,
            template=template,
            now=now,
            session=session,
            cohort=session.cohort,
            **context,
        )
        attach_date(message=message, event=session.event, person=enrolment.person, now=now)
