"""What the dashboard says of joint statements: those that wait for a signature or a decision."""

from flask import render_template
from markupsafe import Markup

from app.kernel import clock
from app.kernel.feature import Panel
from app.kernel.matrix import READ_STATEMENTS
from app.kernel.permissions import may
from app.kernel.retention import today
from exchange.statements import queries
from organisations.accounts.current import current_account


def statements_waiting(**_context: object) -> Markup | str:
    """How many wait for the one who looks, if any do."""
    if not may(READ_STATEMENTS):
        return ""
    scope = queries.scope_of(current_account())
    if not scope.signs and not scope.is_office:
        return ""
    number = queries.count_waiting(scope, today(clock.now()))
    if not number:
        return ""
    page = render_template("statements/waiting.html", number=number)
    return Markup(page)  # noqa: S704 — rendered by a template of ours


PANELS = (Panel("dashboard", statements_waiting),)
