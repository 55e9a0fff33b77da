"""The command that calls a whole cohort off, with a message and with what there is instead."""

from datetime import datetime

from app.kernel import audit
from app.kernel.bus import publish
from app.kernel.db import db, lock
from app.kernel.i18n import lazy_gettext as _l
from courses.cohorts import queries
from courses.cohorts.errors import CohortCancelled, CohortOver
from courses.cohorts.events import CohortCalledOff
from courses.cohorts.models import Cohort, Session
from courses.cohorts.planning.queries import list_concerned, list_sessions_on_record
from courses.cohorts.queries import CohortOverview
from courses.cohorts.rules import is_open_to
from notifications.services import notify
from organisations.models import Person
from scheduling.invitations.services import attach_date
from scheduling.services import cancel_event

TEMPLATE = "cohorts/cohort_cancelled"


def cancel_cohort(*, cohort: Cohort, message: str, actor: Person, now: datetime) -> Cohort:
    """Call off all that is still to come of `cohort` and tell everyone who wanted to be there.

    They read `message` and which other cohorts of the course have seats left. Their enrolments stay
    as they are: it is history. What has taken place stays, too.
    Raises NotFound unless `actor` manages the cohort, CohortCancelled where it is off already, and
    CohortOver where nothing is left to call off.
    """
    lock(f"cohort:{cohort.id}")
    cohort = queries.get_managed_anew(actor, cohort)
    coming = list_to_call_off(cohort, now)
    if cohort.cancelled_at is not None or not any(one.takes_place for one in cohort.sessions):
        raise CohortCancelled(_l("Dieser Durchgang ist schon abgesagt."))
    if not coming:
        raise CohortOver(_l("Von diesem Durchgang ist nichts mehr abzusagen."))
    cohort.cancelled_at, cohort.cancellation_message = now, message
    for session in coming:
        cancel_event(event=session.event, now=now)
    db.session.flush()
    audit.record("cohort.cancelled", cohort, actor=actor, now=now)
    _tell(cohort, coming, actor, now)
    publish(CohortCalledOff(cohort_id=cohort.id, at=now))
    return cohort


def list_to_call_off(cohort: Cohort, now: datetime) -> list[Session]:
    """What is still to come, by date: not over, and nobody's attendance recorded."""
    on_record = list_sessions_on_record(cohort)
    return sorted(
        (
            session
            for session in cohort.sessions
            if session.takes_place and session.event.ends_at > now and session.id not in on_record
        ),
        key=lambda session: session.event.starts_at,
    )


def list_alternatives(cohort: Cohort, now: datetime) -> list[CohortOverview]:
    """Other cohorts of the course that have not begun and have a seat left, by date."""
    return [
        overview
        for overview in queries.list_coming_cohorts(cohort.course, now)
        if overview.seats_left > 0 and overview.cohort.id != cohort.id
    ]


def _tell(cohort: Cohort, coming: list[Session], actor: Person, now: datetime) -> None:
    """Everyone who is enrolled, waits or has asked, and the other trainers.

    The mail takes the first date out of their calendars, mails of their own take out the others:
    calendar programmes read one date in one mail.
    """
    alternatives = list_alternatives(cohort, now)
    people = [enrolment.person for enrolment in list_concerned(cohort)]
    others = [trainer for trainer in cohort.trainers if trainer.id != actor.id]
    for person in (*people, *others):
        leads = person in others
        message = notify(
            person=person,
            template=TEMPLATE,
            now=now,
            cohort=cohort,
            sessions=coming,
            leads=leads,
            alternatives=[] if leads else [a for a in alternatives if is_open_to(person, a.cohort)],
        )
        attach_date(message=message, event=coming[0].event, person=person, now=now)
