"""What notifications show on pages of others."""

from flask import render_template
from markupsafe import Markup


def render_account(**_context: object) -> Markup:
    """On the page of one's own account: the way to the settings."""
    # The template has escaped what it shows.
    return Markup(render_template("notifications/account_panel.html"))  # noqa: S704
