"""Loads the competencies, situations and target profiles that KommA ships."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from app.kernel.content import read_content
from app.kernel.db import db, lock
from organisations.topics.models import Competency, Situation, TargetLevel

CONTENT = Path(__file__).parent / "content"


def load_topics() -> None:
    """Add all topics to a database that holds none."""
    competencies = {
        entry["key"]: Competency(position=position, **entry)
        for position, entry in enumerate(read_content(CONTENT / "competencies.yaml"))
    }
    db.session.add_all(competencies.values())
    for position, entry in enumerate(read_content(CONTENT / "situations.yaml")):
        needed = [competencies[key] for key in entry["competencies"]]
        db.session.add(
            Situation(key=entry["key"], position=position, text=entry["text"], competencies=needed)
        )
    for function, key, level in shipped_target_levels():
        db.session.add(TargetLevel(function=function, competency=competencies[key], level=level))
    db.session.flush()


def update_target_levels() -> int:
    """Bring what is recommended up to what this version of KommA ships; returns how many changed.

    A line that the office has changed is kept, and so is what municipalities have of their own.
    """
    lock("target_levels")
    competencies = {one.key: one for one in db.session.scalars(select(Competency))}
    lines = {
        (line.function, line.competency_id): line
        for line in db.session.scalars(
            select(TargetLevel).where(TargetLevel.municipality_id.is_(None))
        )
    }
    changed = 0
    for function, key, level in shipped_target_levels():
        competency = competencies.get(key)
        if competency is None:
            continue
        line = lines.get((function, competency.id))
        if line is None:
            db.session.add(TargetLevel(function=function, competency=competency, level=level))
        elif line.changed_at is None and line.level != level:
            line.level = level
        else:
            continue
        changed += 1
    db.session.flush()
    return changed


def shipped_target_levels() -> Iterator[tuple[str, str, int]]:
    """Function, key of the competency and level of every line that KommA ships."""
    for function, levels in read_content(CONTENT / "target_profiles.yaml").items():
        for key, level in levels.items():
            yield function, key, level
