"""Loads the aids that KommA ships, and brings a database up to what it ships by now."""

from datetime import datetime
from pathlib import Path
from typing import Any

from app.kernel import audit
from app.kernel.content import read_content
from app.kernel.db import db, lock
from courses.catalogue.content_loading import Outcome
from exchange.toolbox import queries
from exchange.toolbox.document import AidText, aid_text, as_document
from exchange.toolbox.models import Aid, AidVersion

CONTENT = Path(__file__).parent / "content"


def shipped_aids() -> dict[str, AidText]:
    """All aids of the files by key, in the order in which they are shown."""
    entries: list[dict[str, Any]] = [read_content(path) for path in sorted(CONTENT.glob("*.yaml"))]
    return {entry["key"]: aid_text(entry) for entry in entries}


def update_aids(now: datetime) -> dict[str, Outcome]:
    """Bring the aids up to what this version of KommA ships; says by key what was done.

    What is changed is a new version; one that is not shipped any more is not offered any more. No
    text of a municipality changes by it: each keeps the version that it was made from. The trail
    tells of what changes later, not of what an installation begins with.
    """
    lock("aids")
    held = {version.aid.key: version for version in queries.list_all_versions()}
    is_first, outcomes = not held, {}
    for position, (key, text) in enumerate(shipped_aids().items()):
        version, document = held.pop(key, None), as_document(text)
        if version is None:
            aid = Aid(key=key, position=position, number=1)
            _add(aid, text, now)
            outcomes[key] = Outcome.ADDED
            if not is_first:
                audit.record("aid.published", aid, actor=None, now=now, version=1)
            continue
        version.aid.position = position
        if version.content == document:
            outcomes[key] = Outcome.UNCHANGED
        else:
            version.aid.number = version.number + 1
            _add(version.aid, text, now)
            outcomes[key] = Outcome.UPDATED
            audit.record(
                "aid.published", version.aid, actor=None, now=now, version=version.aid.number
            )
    for version in held.values():
        version.aid.position = None
    db.session.flush()
    return outcomes


def _add(aid: Aid, text: AidText, now: datetime) -> None:
    db.session.add(aid)
    db.session.flush()
    db.session.add(
        AidVersion(
            aid=aid,
            number=aid.number,
            kind=text.kind,
            tone=text.tone,
            content=as_document(text),
            shipped_at=now,
        )
    )
    db.session.flush()
