"""Whether somebody may come into a cohort at all, whatever seats there are."""

from datetime import datetime, timedelta

from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import local_date, localised
from courses.catalogue.models import Course
from courses.cohorts import queries
from courses.cohorts.entry.prerequisites import list_missing
from courses.cohorts.errors import (
    CohortBegun,
    CohortCancelled,
    EnrolmentClosed,
    NotForThisFunction,
    NotOffered,
    NotYetOpen,
    PrerequisiteMissing,
)
from courses.cohorts.models import WAITING, Cohort, EnrolmentStatus
from courses.cohorts.rules import is_meant_for, is_open_to
from organisations.models import Person


def check_entry(
    *, cohort: Cohort, person: Person, now: datetime, enrolled_by: Person | None = None
) -> None:
    """Pass where `person` may have a seat of `cohort` at `now`, or stand in line for one.

    Called under the cohort's lock. Raises NotFound where the cohort is for another municipality,
    NotForThisFunction, NotOffered, CohortCancelled, CohortBegun, NotYetOpen, EnrolmentClosed and
    PrerequisiteMissing. Whoever asked in time may come in later, and trainers and office enrol by
    hand when enrolment is closed.
    """
    if not is_open_to(person, cohort):
        raise NotFound
    _check_function(person, cohort.course)
    if not cohort.course.is_offered:
        raise NotOffered(NotOffered.MESSAGE)
    if not any(session.takes_place for session in cohort.sessions):
        raise CohortCancelled(CohortCancelled.MESSAGE)
    if queries.has_begun(cohort, now):
        raise CohortBegun(_l("Dieser Durchgang hat schon begonnen. Sie wurden nicht angemeldet."))
    if not _has_come_in_time(cohort, person, enrolled_by):
        check_window(cohort, now)
    if missing := list_missing(person, cohort):
        titles = ", ".join(localised(course.title) for course in missing)
        raise PrerequisiteMissing(
            _l("Vor diesem Kurs schließen Sie bitte ab: %(titles)s", titles=titles)
        )


def _has_come_in_time(cohort: Cohort, person: Person, enrolled_by: Person | None) -> bool:
    known = queries.find_enrolment(person, cohort)
    if known is not None and known.status in (*WAITING, EnrolmentStatus.OFFERED):
        return True
    return enrolled_by is not None and queries.manages(enrolled_by, cohort)


def check_window(cohort: Cohort, now: datetime) -> None:
    """Pass where enrolment is open at `now`. Raises NotYetOpen and EnrolmentClosed."""
    opens, closes = cohort.enrolment_opens_at, cohort.enrolment_closes_at
    if opens is not None and now < opens:
        raise NotYetOpen(_l("Die Anmeldung beginnt am %(date)s.", date=local_date(opens)))
    if closes is not None and closes <= now:
        last_day = local_date(closes - timedelta(microseconds=1))
        raise EnrolmentClosed(_l("Anmeldeschluss war am %(date)s.", date=last_day))


def may_still_come(person: Person, cohort: Cohort) -> bool:
    """Whether somebody in the line may have a seat, should their work have changed meanwhile.

    When one asks, and what else was asked of them then, was looked at when they joined.
    """
    return is_open_to(person, cohort) and is_meant_for(person, cohort.course)


def _check_function(person: Person, course: Course) -> None:
    if person.function is None:
        raise NotForThisFunction(
            _l("Kurse sind für Menschen aus den Kommunen. Ihr Konto hat keine Funktion.")
        )
    if not is_meant_for(person, course):
        raise NotForThisFunction(_l("Dieser Kurs ist für andere Funktionen gedacht."))
