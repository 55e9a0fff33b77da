"""What protection shows on pages of others."""

from flask import render_template
from markupsafe import Markup


def render_account(**_context: object) -> Markup:
    """On the page of one's own account: the way to protection."""
    # The template has escaped what it shows.
    return Markup(render_template("protection/account_panel.html"))  # noqa: S704
