"""Where people are asked for a self-assessment, and where a cohort's results are shown."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from app.kernel.matrix import ASSESS_ONESELF
from app.kernel.permissions import may
from assessments.administrations.queries import list_taken
from assessments.waves.rules import current_k
from courses.cohort_waves.presenting import STILL_TO_COME, Stage, lines_of, list_published
from courses.cohort_waves.queries import list_asking
from courses.cohorts.models import Cohort, Enrolment
from organisations.models import Person


def ask_at_home(person: Person, **_context: object) -> Markup | str:
    """What the person is asked for and has not given yet, as only their own binder knows."""
    asking = list_asking(person, clock.now()) if may(ASSESS_ONESELF) else []
    if not asking:
        return ""
    given = {each.given.label for each in list_taken(person) if each.given}
    left = [opened.wave for opened in asking if opened.row.wave_label not in given]
    # The template has escaped what it shows.
    return Markup(render_template("cohort_waves/panels/ask.html", waves=left))  # noqa: S704


def tell_who_leads(cohort: Cohort, **_context: object) -> Markup | str:
    """On the trainer's page of a cohort: what is planned, and what came of it."""
    lines = lines_of(cohort, clock.now())
    if not lines:
        return ""
    stages = {line.stage for line in lines}
    page = render_template(
        "cohort_waves/panels/lead.html",
        cohort=cohort,
        lines=lines,
        k=current_k(),
        can_switch_off=not stages.isdisjoint(STILL_TO_COME),
        can_switch_on=Stage.UNWANTED in stages,
    )
    return Markup(page)  # noqa: S704


def tell_who_takes_part(
    cohort: Cohort, enrolment: Enrolment | None, **_context: object
) -> Markup | str:
    """On the page of their cohort: the group's results, once there are any."""
    published = list_published(cohort) if enrolment is not None else []
    if not published:
        return ""
    page = render_template("cohort_waves/panels/take_part.html", lines=published)
    return Markup(page)  # noqa: S704
