"""What the desk shows on the pages of cohorts: what is due, and the tools for one cohort."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from courses.cohorts.models import Cohort
from courses.desk.overview.queries import find_next_session, list_due
from organisations.accounts.current import current_person
from organisations.models import Person

#: More at once helps nobody; the rest moves up as the first are done.
MOST_SHOWN = 8


def due_now(person: Person) -> Markup:
    """The next session, and what is to be done, on top of the list of cohorts."""
    now = clock.now()
    due = list_due(person, now)
    page = render_template(
        "desk/due.html",
        coming=find_next_session(person, now),
        due=due[:MOST_SHOWN],
        further=len(due) - len(due[:MOST_SHOWN]),
        now=now,
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def tools_of_cohort(cohort: Cohort) -> Markup:
    """Ways to what belongs to the cohort; to the notes only for those who train it."""
    page = render_template(
        "desk/tools.html", cohort=cohort, trains=current_person() in cohort.trainers
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours
