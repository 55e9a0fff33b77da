"""The command by which somebody says that they are there.

It is not in the audit trail: who was where stays with the cohort, whose trainers see in the history
of each record that it was the person themselves.
"""

from datetime import datetime

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l
from courses.check_in.rules import Phase, phase_at, presence_at
from courses.cohorts.attendance.recording import add_own_record
from courses.cohorts.models import Session
from courses.cohorts.queries import find_enrolment
from organisations.models import Person


class NotOnTheList(DomainError):
    """The person does not take part in the session's cohort."""

    status = 403
    MESSAGE = _l("Sie stehen nicht auf der Liste dieses Termins.")


class NotOpen(DomainError):
    """It is too early, too late, or the session does not take place."""

    status = 409


def check_in(*, session: Session, person: Person, now: datetime) -> bool:
    """Note that `person` is at `session`; False where something is recorded of them already.

    What is recorded stays: a trainer's word counts more, and one's own is not given twice. The
    caller has seen a ticket. Raises NotOpen and NotOnTheList.
    """
    event = session.event
    if not session.takes_place:
        raise NotOpen(_l("Dieser Termin ist abgesagt."))
    phase = phase_at(event.starts_at, event.ends_at, now)
    if phase is Phase.EARLY:
        raise NotOpen(_l("Einchecken geht ab 30 Minuten vor dem Beginn."))
    if phase is Phase.OVER:
        raise NotOpen(_l("Der Termin ist vorbei. Bitte sprechen Sie mit der Kursleitung."))
    enrolment = find_enrolment(person, session.cohort)
    if enrolment is None or not enrolment.takes_part:
        raise NotOnTheList(NotOnTheList.MESSAGE)
    status, minutes = presence_at(event.starts_at, event.ends_at, now)
    return add_own_record(
        session=session, enrolment=enrolment, status=status, minutes=minutes, at=now
    )
