"""Loads the competencies, situations and target profiles that KommA ships."""

from pathlib import Path

from app.kernel import clock
from app.kernel.bus import publish
from app.kernel.content import read_content
from app.kernel.db import db
from organisations.topics.events import TopicsLoaded
from organisations.topics.models import Competency, Situation, TargetLevel

CONTENT = Path(__file__).parent / "content"


def load_topics() -> None:
    """Add all topics to a database that holds none, and announce it."""
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
    for function, levels in read_content(CONTENT / "target_profiles.yaml").items():
        for key, level in levels.items():
            db.session.add(
                TargetLevel(function=function, competency=competencies[key], level=level)
            )
    db.session.flush()
    publish(TopicsLoaded(clock.now()))
