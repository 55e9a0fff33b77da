"""What people read beside their self-assessments when some of them cannot be opened."""

from flask import render_template
from markupsafe import Markup

from assessments.administrations.queries import count_unreadable
from organisations.accounts.current import current_person


def tell_unreadable() -> Markup:
    """How many, and what to do; nothing where there are none."""
    page = render_template("assessments/unreadable.html", count=count_unreadable(current_person()))
    return Markup(page)  # noqa: S704 - rendered by a template of ours
