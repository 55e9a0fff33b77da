"""The way from the dashboard to what helps when something has happened."""

from flask import render_template
from markupsafe import Markup

from app.kernel.feature import Panel
from app.kernel.matrix import READ_TOOLBOX
from app.kernel.permissions import may


def way_to_situations(**_context: object) -> Markup | str:
    """A link for those who may follow it."""
    if not may(READ_TOOLBOX):
        return ""
    return Markup(render_template("situations/way_in.html"))  # noqa: S704 - our template


PANELS = (Panel("dashboard", way_to_situations),)
