"""Who may take part in what. Pure: looks at loaded objects only."""

from courses.catalogue.models import Course
from courses.cohorts.models import Cohort
from organisations.models import Person


def is_open_to(person: Person, cohort: Cohort) -> bool:
    """Whether the cohort is open to the programme or for the person's municipality."""
    return cohort.municipality_id in {None, person.municipality_id}


def is_meant_for(person: Person, course: Course) -> bool:
    """Whether `course` is for the person's function; never for people without one."""
    audience = {entry.function for entry in course.audience}
    return person.function is not None and (not audience or person.function in audience)
