"""The ways from the dashboard and from the help page to what helps in a situation."""

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from app.kernel.feature import Panel
from app.kernel.matrix import READ_TOOLBOX
from app.kernel.permissions import may


def way_to_situations(**_context: object) -> Markup | str:
    """A link for those who may follow it."""
    if not current_user.is_authenticated or not may(READ_TOOLBOX):
        return ""
    return Markup(render_template("situations/way_in.html"))  # noqa: S704 - our template


PANELS = (Panel("dashboard", way_to_situations), Panel("help_page", way_to_situations))
