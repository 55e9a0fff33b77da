"""What evaluations show on the pages of cohorts."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from courses.cohorts.models import Cohort, Enrolment
from courses.evaluation.queries import find_open_feedback


def ask_on_cohort_page(enrolment: Enrolment | None, **_context: object) -> Markup | str:
    """On the page of their cohort, who took part is asked how it was, as long as they may say."""
    if enrolment is None:
        return ""
    open_feedback = find_open_feedback(enrolment.person, clock.now(), enrolment.cohort)
    if open_feedback is None:
        return ""
    # The template has escaped what it shows.
    return Markup(render_template("evaluation/panels/ask.html", feedback=open_feedback))  # noqa: S704


def lead_to_figures(cohort: Cohort, **_context: object) -> Markup:
    """On the trainer's page of a cohort: where the figures are."""
    return Markup(render_template("evaluation/panels/figures.html", cohort=cohort))  # noqa: S704
