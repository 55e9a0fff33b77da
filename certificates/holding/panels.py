"""What holders are shown on pages of the courses below."""

from flask import render_template
from markupsafe import Markup

from certificates.register.queries import find_certificate, get_printed_name
from courses.cohorts.models import Enrolment


def render_cohort(enrolment: Enrolment | None, **_context: object) -> Markup | str:
    """On the page of their cohort, participants without a certificate see how it will name them."""
    if enrolment is None or not enrolment.takes_part:
        return ""
    if find_certificate(person_id=enrolment.person_id, cohort_id=enrolment.cohort_id):
        return ""
    printed = get_printed_name(enrolment.person)
    # The template has escaped what it shows.
    return Markup(render_template("holding/panels/cohort.html", printed=printed))  # noqa: S704
