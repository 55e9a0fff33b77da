"""How many people a figure is of, at least."""

from app.kernel.db import db
from assessments.waves.models import DEFAULT_K, GroupSize

#: There is one row, and this is its number.
ONLY_ROW = 1


def current_k() -> int:
    """The k that is promised from today on. The office has it raised, never lowered."""
    kept = db.session.get(GroupSize, ONLY_ROW, populate_existing=True)
    return kept.k if kept else DEFAULT_K
