"""What a cohort's page says to somebody who was nominated."""

from flask import render_template
from markupsafe import Markup

from courses.cohorts.models import Cohort, EnrolmentStatus
from courses.nominations.queries import find_nomination
from organisations.models import Person
from organisations.queries import find_names

_OPEN = (EnrolmentStatus.OFFERED, EnrolmentStatus.WAITLISTED)


def nominated_by(cohort: Cohort, reader: Person) -> Markup | str:
    """Who nominated the reader, as long as they have not answered; empty for all others."""
    nomination = find_nomination(reader, cohort)
    if nomination is None or nomination.enrolment.status not in _OPEN:
        return ""
    name = find_names([nomination.nominated_by]).get(nomination.nominated_by)
    # The template has escaped what it shows.
    return Markup(render_template("nominations/nominated_by.html", name=name))  # noqa: S704
