"""How many people a figure is of, at least."""

from app.kernel.db import db
from assessments.waves.models import DEFAULT_K, GroupSize


def current_k() -> int:
    """The k that is promised from today on. The office has it raised, never lowered."""
    kept = db.session.get(GroupSize, 1)
    return kept.k if kept else DEFAULT_K
