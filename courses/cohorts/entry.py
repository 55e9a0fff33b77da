"""Whether somebody may come into a cohort at all, whatever seats there are."""

from datetime import datetime

from app.kernel.errors import NotFound
from app.kernel.i18n import lazy_gettext as _l
from courses.catalogue.models import Course
from courses.cohorts import queries
from courses.cohorts.errors import CohortBegun, CohortCancelled, NotForThisFunction, NotOffered
from courses.cohorts.models import Cohort
from courses.cohorts.rules import is_meant_for, is_open_to
from organisations.models import Person


def check_entry(*, cohort: Cohort, person: Person, now: datetime) -> None:
    """Pass where `person` may have a seat of `cohort` at `now`, or stand in line for one.

    Called under the cohort's lock. Raises NotFound where the cohort is for another municipality,
    NotForThisFunction, NotOffered, CohortCancelled and CohortBegun.
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


def _check_function(person: Person, course: Course) -> None:
    if person.function is None:
        raise NotForThisFunction(
            _l("Kurse sind für Menschen aus den Kommunen. Ihr Konto hat keine Funktion.")
        )
    if not is_meant_for(person, course):
        raise NotForThisFunction(_l("Dieser Kurs ist für andere Funktionen gedacht."))
