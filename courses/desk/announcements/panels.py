"""What announcements show on the page of a cohort, to those they are meant for."""

from flask import render_template
from markupsafe import Markup

from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import find_enrolment
from courses.desk.announcements.models import Announcement
from courses.desk.announcements.queries import list_announcements
from courses.desk.standing import STILL_COMING
from organisations.accounts.current import current_person
from organisations.queries import find_names


def announcements_to_read(cohort: Cohort, enrolment: Enrolment | None) -> Markup:
    """What was announced, the latest first; who waits for a seat sees what was for them, too."""
    found = _meant_for(cohort, enrolment)
    if not found:
        return Markup()
    page = render_template(
        "announcements/panel.html",
        announcements=found,
        names=find_names({one.author_public_id for one in found}),
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def _meant_for(cohort: Cohort, enrolment: Enrolment | None) -> list[Announcement]:
    if enrolment is not None:
        return list_announcements(cohort)
    waiting = find_enrolment(current_person(), cohort)
    if waiting is None or waiting.status not in STILL_COMING:
        return []
    return [one for one in list_announcements(cohort) if one.to_waiting]
