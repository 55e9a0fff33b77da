"""Keep the state of the programme, once a month."""

from datetime import date, datetime
from typing import Any

from app.kernel.db import db, lock
from app.kernel.i18n import LANGUAGES, in_language
from app.pages.overview.models import ProgressSnapshot
from app.pages.overview.queries import has_snapshot, list_all_municipalities, read_overview
from app.pages.overview.snapshots import document_of

_LOCK = "progress_snapshots"


def tell_state(now: datetime) -> dict[str, Any]:
    """The document of the state at `now` in both languages; reads alone."""
    municipalities, by_language = list_all_municipalities(), {}
    for language in LANGUAGES:
        with in_language(language):
            by_language[language] = read_overview(municipalities, now=now, together=True)
    return document_of(by_language)


def keep_snapshot(*, month: date, taken_at: datetime, content: dict[str, Any]) -> bool:
    """Keep a state as that of `month`; False where there is one already, which stays."""
    lock(_LOCK)
    if has_snapshot(month):
        return False
    db.session.add(ProgressSnapshot(month=month, taken_at=taken_at, content=content))
    db.session.flush()
    return True
