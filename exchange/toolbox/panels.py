"""What the toolbox shows on the dashboard: texts that wait for a release."""

from flask import render_template
from markupsafe import Markup

from app.kernel.feature import Panel
from app.kernel.matrix import WRITE_MUNICIPAL_TEXTS
from app.kernel.permissions import may
from exchange.toolbox.queries import count_texts_to_release, scope_of
from organisations.accounts.current import current_account
from organisations.models import Person


def texts_to_release(person: Person, **_context: object) -> Markup | str:
    """How many wait for the one who looks, if any do."""
    if not may(WRITE_MUNICIPAL_TEXTS):
        return ""
    scope = scope_of(current_account())
    number = count_texts_to_release(scope, person) if scope.writes else 0
    if not number:
        return ""
    return Markup(render_template("toolbox/waiting.html", number=number))  # noqa: S704 - ours


PANELS = (Panel("dashboard", texts_to_release),)
