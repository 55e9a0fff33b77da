"""What reports show on pages of the packages below."""

from flask import render_template
from markupsafe import Markup

from courses.cohorts.models import Cohort
from courses.reports.rosters import ListFile


def render_lists(cohort: Cohort, **_context: object) -> Markup:
    """On a trainer's page of a cohort: people from a list, and lists as files."""
    page = render_template("reports/lists_panel.html", cohort=cohort, files=ListFile)
    return Markup(page)  # noqa: S704 - the template has escaped what it shows
