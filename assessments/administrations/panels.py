"""What people read beside their self-assessments about how long these are kept."""

from flask import render_template
from markupsafe import Markup

from assessments.administrations.retention import (
    KEPT_ASSESSMENTS,
    KEPT_DRAFTS,
    NOTICE,
    list_soon_deleted,
)
from organisations.accounts.current import current_person


def how_long_kept() -> Markup:
    """The periods, for the notice."""
    page = render_template(
        "assessments/kept.html", finished=KEPT_ASSESSMENTS.shown, drafts=KEPT_DRAFTS.shown
    )
    return Markup(page)  # noqa: S704 - rendered by a template of ours


def soon_deleted() -> Markup:
    """Which of one's own are about to be deleted; nothing where none is."""
    soon = list_soon_deleted(current_person())
    if not soon:
        return Markup()
    page = render_template("assessments/soon_deleted.html", soon=soon, days=NOTICE.days)
    return Markup(page)  # noqa: S704 - rendered by a template of ours
