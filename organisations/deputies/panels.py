"""What deputies show on a person's own account page."""

from flask import render_template
from markupsafe import Markup

from app.kernel.matrix import BOOK_COACHING
from app.kernel.permissions import may


def render_account(**_context: object) -> Markup | str:
    """The way to one's deputies, for those who have appointments to be kept."""
    if not may(BOOK_COACHING):
        return ""
    # The template has escaped what it shows.
    return Markup(render_template("deputies/panel.html"))  # noqa: S704
