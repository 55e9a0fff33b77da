"""What materials show on the page of a cohort, to those who take part."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from courses.cohorts.models import Cohort, Enrolment
from courses.desk.materials.queries import list_released


def released_materials(cohort: Cohort, enrolment: Enrolment | None) -> Markup:
    """What is released by now; nothing for who does not take part."""
    materials = list_released(cohort, clock.now()) if enrolment is not None else []
    if not materials:
        return Markup()
    page = render_template("materials/panel.html", cohort=cohort, materials=materials)
    return Markup(page)  # noqa: S704 — rendered by a template of ours
