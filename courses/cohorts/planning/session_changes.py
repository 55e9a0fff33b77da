"""Commands that change a session or call it off, and tell those who are enrolled or lead it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import db, lock
from app.kernel.errors import DomainError, NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.attendance.recording import settle
from courses.cohorts.errors import AttendanceRecorded
from courses.cohorts.events import SessionsChanged
from courses.cohorts.models import Session
from courses.cohorts.planning.session_mails import tell_everyone, tell_people, tell_trainers
from courses.cohorts.services import SessionDates
from organisations.models import Person
from scheduling.queries import list_clashes
from scheduling.services import (
    EventIsCancelled,
    cancel_event,
    lock_people,
    occupy,
    release,
    reschedule_event,
    set_town,
)


def move_session(
    *,
    session: Session,
    dates: SessionDates,
    place: str,
    actor: Person,
    now: datetime,
    room: str | None = None,
    online_link: str | None = None,
    leaders: Collection[Person] | None = None,
) -> bool:
    """Give `session` another time, place, room, way in or other leaders; False where it has all.

    What is None stays; no `leaders` at all means everyone who trains the cohort. Everyone enrolled
    and everyone who leads it, but `actor`, is told what it was before and what it is now.
    Raises NotFound unless `actor` manages the cohort, EventIsCancelled, AttendanceRecorded where
    another time or other leaders come too late, and DomainError at `date` for what is over and at
    `leaders` for somebody who does not train the cohort.
    """
    _check(session, actor)
    event, before = session.event, _as_it_is(session)
    chosen = _chosen(session, leaders)
    room = event.room if room is None else room
    online_link = event.online_link if online_link is None else online_link
    moved = before.dates != dates
    elsewhere = (event.place, event.room, event.online_link) != (place, room, online_link)
    led_anew = chosen is not None and set(chosen) != set(before.leaders)
    if not (moved or elsewhere or led_anew):
        return False
    if (moved or led_anew) and queries.count_attendance(session):
        raise AttendanceRecorded
    if (dates.starts_at if moved else event.ends_at) <= now:
        raise DomainError(_l("Bitte wählen Sie einen Zeitpunkt, der noch kommt."), field="date")
    lock_people(session.cohort.trainers)  # who books them afterwards sees the new time
    reschedule_event(
        event=event,
        starts_at=dates.starts_at,
        ends_at=dates.ends_at,
        place=place,
        room=room,
        online_link=online_link,
        now=now,
    )
    if moved or elsewhere:
        audit.record("session.moved", session, actor=actor, now=now)
        publish(SessionsChanged(cohort_id=session.cohort_id, at=now))
    if chosen is not None and led_anew:
        _have_led_by(session, chosen, before.leaders, now)
        audit.record("session.leaders_changed", session, actor=actor, now=now)
    _tell_of_changes(session, before, actor, now)
    return True


def change_town(*, session: Session, town: str | None, actor: Person, now: datetime) -> bool:
    """Note where `session` takes place, for the ways of those who lead it; False where it does.

    Nobody is told: for those enrolled the place says it. Raises NotFound unless `actor` manages the
    cohort, and EventIsCancelled.
    """
    _check(session, actor)
    lock_people(session.cohort.trainers)
    changed = set_town(event=session.event, town=town)
    if changed:
        audit.record("session.moved", session, actor=actor, now=now)
    return changed


def change_note(*, session: Session, note: str, actor: Person, now: datetime) -> bool:
    """Have the page say `note` to those who come to `session`; False where it does.

    Nobody is mailed. Raises NotFound unless `actor` manages the cohort, and EventIsCancelled.
    """
    _check(session, actor)
    if session.note == note:
        return False
    session.note = note
    db.session.flush()
    audit.record("session.note_changed", session, actor=actor, now=now)
    return True


def cancel_session(*, session: Session, actor: Person, now: datetime) -> Session:
    """Call `session` off and tell everyone enrolled. What they attended besides counts as before.

    Raises NotFound unless `actor` manages the cohort, EventIsCancelled where it is off already,
    and AttendanceRecorded.
    """
    _check(session, actor)
    if queries.count_attendance(session):
        raise AttendanceRecorded
    cancel_event(event=session.event, now=now)
    audit.record("session.cancelled", session, actor=actor, now=now)
    for enrolment in queries.list_roster(session.cohort):
        settle(enrolment, now)
    db.session.flush()
    tell_everyone(session, "cohorts/session_cancelled", now, besides=actor)
    publish(SessionsChanged(cohort_id=session.cohort_id, at=now))
    return session


def list_busy_trainers(session: Session) -> list[Person]:
    """Those who lead the session and have something else in their calendar at that time."""
    event = session.event
    return [
        trainer
        for trainer in session.leaders
        if list_clashes(trainer, event.starts_at, event.ends_at, besides=event)
    ]


@dataclass(frozen=True)
class _Before:
    """A session as it was before it was changed."""

    dates: SessionDates
    location: str
    online_link: str
    leaders: list[Person]


def _as_it_is(session: Session) -> _Before:
    event = session.event
    dates = SessionDates(event.starts_at, event.ends_at)
    return _Before(dates, event.location, event.online_link, list(session.leaders))


def _check(session: Session, actor: Person) -> None:
    """Wait for others who change the cohort, then see whether the session may still be changed."""
    cohort = session.cohort
    lock(f"cohort:{cohort.id}")
    db.session.refresh(session.event)
    db.session.refresh(session, ["chosen_trainers"])
    db.session.refresh(cohort, ["trainers"])
    if not queries.manages(actor, cohort):
        raise NotFound
    if not session.takes_place:
        raise EventIsCancelled


def _chosen(session: Session, leaders: Collection[Person] | None) -> list[Person] | None:
    if leaders is None:
        return None
    trainers = session.cohort.trainers
    if not set(leaders) <= set(trainers):
        raise DomainError(
            _l("Die Kursleitung hat sich inzwischen geändert. Bitte wählen Sie noch einmal."),
            field="leaders",
        )
    return list(leaders) or list(trainers)


def _have_led_by(
    session: Session, leaders: Collection[Person], before: Collection[Person], now: datetime
) -> None:
    """No rows where all lead it: whoever trains the cohort later on leads it, too."""
    trainers = session.cohort.trainers
    session.chosen_trainers = [] if set(leaders) == set(trainers) else list(leaders)
    db.session.flush()
    for trainer in before:
        if trainer not in leaders:
            release(event=session.event, person=trainer, now=now)
    for trainer in leaders:
        if trainer not in before:
            occupy(event=session.event, person=trainer, now=now)


def _tell_of_changes(session: Session, before: _Before, actor: Person, now: datetime) -> None:
    event, leaders = session.event, session.leaders
    stay = [trainer for trainer in leaders if trainer in before.leaders]
    come = [trainer for trainer in leaders if trainer not in before.leaders]
    go = [trainer for trainer in before.leaders if trainer not in leaders]
    context = {
        "before": before.dates,
        "moved": before.dates != SessionDates(event.starts_at, event.ends_at),
        "place_before": before.location,
        "place_changed": before.location != event.location,
        "link_changed": before.online_link != event.online_link,
        "leaders_before": before.leaders,
        "leaders_changed": bool(come or go),
    }
    people = [enrolment.person for enrolment in queries.list_roster(session.cohort)]
    tell_people(session, "cohorts/session_moved", people, now, **context)
    tell_trainers(session, "cohorts/session_moved", stay, now, besides=actor, **context)
    for trainers, begins in ((come, True), (go, False)):
        tell_trainers(
            session, "cohorts/session_leading", trainers, now, besides=actor, begins=begins
        )
