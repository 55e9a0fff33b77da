"""The command that gives a cohort one more session and tells everyone."""

from collections.abc import Collection
from datetime import datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import db, lock
from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.errors import CohortCancelled, CohortOver
from courses.cohorts.events import SessionsChanged
from courses.cohorts.models import Cohort, Session
from courses.cohorts.planning.session_mails import tell_everyone
from courses.cohorts.services import EVENT_OWNER, SessionDates
from organisations.models import Person
from scheduling.services import lock_people, schedule_event


def add_session(
    *,
    cohort: Cohort,
    dates: SessionDates,
    place: str,
    zone: str,
    actor: Person,
    now: datetime,
    room: str = "",
    online_link: str = "",
    note: str = "",
    town: str | None = None,
    leaders: Collection[Person] = (),
) -> Session:
    """One more session for everyone who takes part; it comes into all calendars, and by mail.

    No `leaders` means everyone who trains the cohort. Raises NotFound unless `actor` manages it,
    CohortCancelled, CohortOver where its last session is over, DomainError at `date` for a time
    that is over and at `leaders` for somebody who does not train the cohort.
    """
    lock(f"cohort:{cohort.id}")
    cohort = queries.get_managed_anew(actor, cohort)
    _check(cohort, dates, now)
    chosen = list(leaders) or list(cohort.trainers)
    if not set(chosen) <= set(cohort.trainers):
        raise DomainError(_l("Diese Person leitet den Durchgang nicht."), field="leaders")
    lock_people(chosen)
    people = [enrolment.person for enrolment in queries.list_roster(cohort)]
    event = schedule_event(
        owner=EVENT_OWNER,
        group_key=cohort.public_id,
        title=cohort.event_title,
        starts_at=dates.starts_at,
        ends_at=dates.ends_at,
        zone=zone,
        place=place,
        room=room,
        town=town,
        online_link=online_link,
        occupants=[*chosen, *people],
        now=now,
    )
    session = Session(
        cohort=cohort,
        position=max((one.position for one in cohort.sessions), default=-1) + 1,
        event=event,
        note=note,
        chosen_trainers=[] if set(chosen) == set(cohort.trainers) else chosen,
    )
    db.session.add(session)
    db.session.flush()
    audit.record("session.added", session, actor=actor, now=now)
    tell_everyone(session, "cohorts/session_added", now, besides=actor)
    publish(SessionsChanged(cohort_id=cohort.id, at=now))
    return session


def _check(cohort: Cohort, dates: SessionDates, now: datetime) -> None:
    running = [session.event for session in cohort.sessions if session.takes_place]
    if cohort.cancelled_at is not None or not running:
        raise CohortCancelled(_l("Dieser Durchgang ist abgesagt. Neue Termine gibt es nicht."))
    if max(event.ends_at for event in running) <= now:
        raise CohortOver(_l("Dieser Durchgang ist vorbei. Legen Sie bitte einen neuen an."))
    if dates.starts_at <= now:
        raise DomainError(_l("Bitte wählen Sie einen Zeitpunkt, der noch kommt."), field="date")
