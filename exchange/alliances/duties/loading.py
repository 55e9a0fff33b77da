"""Loads the duties that KommA ships, and brings a database up to what it ships by now."""

from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.kernel.content import read_content
from app.kernel.db import db, lock
from exchange.alliances.duties.models import Duty

CONTENT = Path(__file__).parent / "content"


@cache
def shipped_duties() -> list[dict[str, Any]]:
    """Key, title and description of each, in their order."""
    duties: list[dict[str, Any]] = read_content(CONTENT / "duties.yaml")
    return duties


def load_duties() -> int:
    """Add shipped duties that are missing, and have the others say what they say now.

    Returns how many were added or changed. What is shipped no longer stays: it may be somebody's.
    """
    lock("alliance_duties")
    known = {
        duty.key: duty for duty in db.session.scalars(select(Duty).where(Duty.key.is_not(None)))
    }
    changed = 0
    for position, entry in enumerate(shipped_duties()):
        values = entry | {"position": position}
        duty = known.get(entry["key"])
        if duty is None:
            db.session.add(Duty(**values))
        elif any(getattr(duty, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(duty, name, value)
        else:
            continue
        changed += 1
    db.session.flush()
    return changed
