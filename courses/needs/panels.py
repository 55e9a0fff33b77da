"""What needs show on pages of others: which targets no course reaches, what a result rests on."""

from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup

from courses.catalogue.queries import list_courses_for_planning
from courses.needs.models import NeedsAnalysis
from courses.needs.reaching import list_out_of_reach
from courses.wording import AUDIENCES
from organisations.topics.queries import Profiles, get_origin


def targets_out_of_reach(groups: Sequence[tuple[str | None, Profiles]]) -> Markup:
    """The targets that the catalogue cannot reach, by municipality where there are several.

    Nothing where it reaches all.
    """
    courses = list_courses_for_planning()
    found = [(name, list_out_of_reach(profiles, courses)) for name, profiles in groups]
    found = [(name, targets) for name, targets in found if targets]
    page = render_template("needs/out_of_reach.html", groups=found, functions=AUDIENCES)
    return Markup(page) if found else Markup()  # noqa: S704 — rendered by a template of ours


def targets_of_result(analysis: NeedsAnalysis) -> Markup:
    """Whose targets the result is compared with, where they are not what everybody has."""
    person, assessed_at = analysis.person, analysis.completed_at
    origin = get_origin(person.function, person.municipality_id)
    changed = origin.changed_at and assessed_at and origin.changed_at > assessed_at
    page = render_template(
        "needs/targets.html", origin=origin, changed=changed, municipality=person.municipality
    )
    return Markup(page)  # noqa: S704 — rendered by a template of ours
