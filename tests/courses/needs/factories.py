"""Makes needs analyses for tests. Everything is flushed, nothing committed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from app.kernel.db import db
from courses.needs.answers import Answers, seal_answers
from courses.needs.models import NeedsAnalysis
from organisations.models import Person
from organisations.topics.models import Competency, Situation
from tests.house.clock import START


def make_analysis(
    *,
    person: Person,
    levels: Mapping[Competency, int],
    situations: Sequence[Situation] = (),
    budget_minutes: int = 16 * 60,
    completed_at: datetime | None = START - timedelta(days=1),
) -> NeedsAnalysis:
    """A completed analysis of `person`; without `completed_at` one that has just been begun."""
    analysis = NeedsAnalysis(
        person=person,
        started_at=START - timedelta(days=2),
        situations_told_at=completed_at,
        budget_minutes=budget_minutes if completed_at else None,
        completed_at=completed_at,
    )
    db.session.add(analysis)
    db.session.flush()
    by_key = {competency.key: level for competency, level in levels.items()}
    met = tuple(situation.key for situation in situations)
    seal_answers(analysis, Answers(by_key, met))
    db.session.flush()
    return analysis
