"""What people read beside their self-assessments about how long these are kept."""

from flask import render_template
from markupsafe import Markup

from assessments.administrations.retention import (
    KEPT_ASSESSMENTS,
    KEPT_DRAFTS,
    list_soon_deleted,
)
from organisations.accounts.current import current_person


def how_long_kept() -> Markup:
    """The periods, and which of one's own are about to be deleted."""
    page = render_template(
        "assessments/kept.html",
        finished=KEPT_ASSESSMENTS.shown,
        drafts=KEPT_DRAFTS.shown,
        soon=list_soon_deleted(current_person()),
    )
    return Markup(page)  # noqa: S704 - rendered by a template of ours
