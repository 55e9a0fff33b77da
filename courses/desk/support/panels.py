"""Where people are asked what they need, and where those who lead a cohort read it."""

from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from courses.cohorts.models import Cohort, Enrolment
from courses.desk.support.queries import find_need, list_needs


def ask_for_need(cohort: Cohort, enrolment: Enrolment | None) -> Markup:
    """The way to say it, for those who take part while something is still to come."""
    now = clock.now()
    to_come = any(one.takes_place and one.event.ends_at > now for one in cohort.sessions)
    if enrolment is None or not to_come:
        return Markup()
    said = find_need(enrolment) is not None
    page = render_template("support/ask.html", cohort=cohort, said=said)
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def needs_of_roster(cohort: Cohort, enrolments: Sequence[Enrolment]) -> Markup:
    """What those who take part need; nothing where nobody said anything."""
    needs = list_needs(cohort) if enrolments else []
    page = render_template("support/needs.html", needs=needs) if needs else ""
    return Markup(page)  # noqa: S704 — rendered by a template of ours
