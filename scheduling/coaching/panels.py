"""What coaching shows on pages of packages below it."""

from flask import render_template
from markupsafe import Markup

from scheduling.coaching.booking_forms import KINDS
from scheduling.coaching.people_counts import FEWEST_PEOPLE, count_people


def render_people_counts(*, year: int) -> Markup:
    """For the office, beside the quotas: how many people have coaching of each kind."""
    page = render_template(
        "coaching/people_counts.html",
        year=year,
        counts=count_people(year),
        kinds=KINDS,
        fewest=FEWEST_PEOPLE,
    )
    # The template has escaped what it shows.
    return Markup(page)  # noqa: S704
