"""What cohorts show on pages of packages below: where the session behind an event is described."""

from flask import url_for

from courses.cohorts.queries import find_cohort_of_event, manages
from organisations.models import Person
from scheduling.models import Event


def cohort_of_event(event: Event, reader: Person) -> str:
    """The page of the cohort whose session `event` is, as the reader uses it; empty for none."""
    cohort = find_cohort_of_event(event)
    if cohort is None:
        return ""
    page = "manage_cohorts.show" if manages(reader, cohort) else "cohorts.show"
    return url_for(page, public_id=cohort.public_id)
