"""What employers may know of."""

from sqlalchemy import ColumnElement, and_, select

from courses.catalogue.models import Course
from courses.cohorts.models import Cohort


def is_known_to_employers() -> ColumnElement[bool]:
    """Of a cohort: it is not confidential, neither as it was opened nor as its course is now."""
    return and_(
        Cohort.confidential.is_(False),
        Cohort.course_id.in_(select(Course.id).where(Course.confidential.is_(False))),
    )
