"""Where people are told that they can share levels, and where trainers see what is shared."""

from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from courses.cohorts.models import Cohort, Enrolment
from courses.needs.models import NeedsAnalysis
from courses.needs.queries import find_completed_analysis
from courses.needs.sharing.queries import (
    find_own_share,
    is_open,
    list_own_shares,
    list_shown_to,
)
from organisations.accounts.current import current_person
from organisations.topics.wording import LEVEL_NAMES


def share_levels(cohort: Cohort, enrolment: Enrolment | None) -> Markup:
    """The way to share, for those who take part and have an analysis; else nothing."""
    if enrolment is None or not is_open(enrolment, clock.now()):
        return Markup()
    analysis, own = find_completed_analysis(enrolment.person), find_own_share(enrolment)
    if analysis is None and own is None:
        return Markup()
    page = render_template(
        "sharing/panel.html",
        cohort=cohort,
        own=own[0] if own else None,
        newer=bool(own and analysis and analysis.completed_at != own[0].levels.assessed_at),
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def shares_of_result(analysis: NeedsAnalysis) -> Markup:
    """With whom the person shares levels at present; nothing where with nobody."""
    shares = list_own_shares(analysis.person, clock.now())
    page = render_template("sharing/result.html", shares=shares) if shares else ""
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def levels_of_roster(cohort: Cohort, enrolments: Sequence[Enrolment]) -> Markup:
    """What those who take part share with the one who looks, by person; no averages."""
    shown = list_shown_to(current_person(), cohort, clock.now()) if enrolments else []
    page = (
        render_template("sharing/roster.html", shown=shown, level_names=LEVEL_NAMES)
        if shown
        else ""
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours
