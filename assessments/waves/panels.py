"""Where people learn of waves: that they are asked, at home; the results beside their own."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from app.kernel.i18n import programme_zone
from app.kernel.matrix import ASSESS_ONESELF
from app.kernel.permissions import may
from assessments.waves.queries import list_asking, list_results_for
from organisations.models import Person


def ask_everybody(person: Person, **_context: object) -> Markup | str:
    """The office's open waves, to all who are asked alike: nobody knows who has answered."""
    if not may(ASSESS_ONESELF):
        return ""
    today = clock.now().astimezone(programme_zone()).date()
    waves = [wave for wave in list_asking(person, today) if wave.general]
    # The template has escaped what it shows.
    return Markup(render_template("waves/panels/asking.html", waves=waves)) if waves else ""  # noqa: S704


def tell_of_results(person: Person, **_context: object) -> Markup | str:
    """Beside their self-assessments: the newest result of a group, and where the others are."""
    if not may(ASSESS_ONESELF, needs_benefit=False):
        return ""
    waves = list_results_for(person)
    return Markup(render_template("waves/panels/results.html", waves=waves)) if waves else ""  # noqa: S704
