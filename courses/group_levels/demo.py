"""Demo data: where Kreyenburg stood last winter, as invented colleagues of three offices said."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from app.kernel.db import db
from courses.group_levels.figures import GivenLevels, figures_of
from courses.group_levels.models import CollectionState, LevelCollection
from courses.group_levels.queries import NO_TEAM
from organisations.accounts.queries import get_account_by_email
from organisations.models import Function
from organisations.topics.queries import list_competencies

OPEN_FOR, FROZEN_AGO = timedelta(weeks=4), timedelta(days=160)
DIMENSIONS = ("team", "function")

#: Of each function, how many answered, how many of them in the team that the demo knows, and the
#: middle of their levels. Most have left since; what they said is in the figures all the same.
ANSWERED = (
    (Function.STAFF, 24, 14, 1.2),
    (Function.EXECUTIVE, 11, 0, 1.9),
    (Function.POLITICAL_LEADERSHIP, 8, 0, 1.6),
)


def load_demo(now: datetime) -> None:
    """Add a survey that was frozen long ago. Needs the topics and the accounts of the demo."""
    person = get_account_by_email("leitung@example.org").person
    closed_at = now - FROZEN_AGO
    survey = LevelCollection(
        municipality=person.municipality,
        state=CollectionState.FROZEN,
        opened_at=closed_at - OPEN_FOR,
        closes_on=(closed_at - timedelta(days=1)).date(),
        closed_at=closed_at,
        invited=True,
        key_erased=True,
    )
    survey.figures = figures_of(
        _answers(person.team.public_id),
        competencies=[competency.key for competency in list_competencies()],
        dimensions=DIMENSIONS,
        k=7,
    )
    db.session.add(survey)
    db.session.flush()


def _answers(team: str) -> Sequence[GivenLevels]:
    dice = Random("stand der kompetenzen")
    moods = {competency.key: dice.uniform(-0.7, 0.7) for competency in list_competencies()}
    return [
        GivenLevels(
            levels={
                key: min(4, max(0, round(dice.gauss(middle + mood, 0.9))))
                for key, mood in moods.items()
            },
            keys={"team": team if number < in_team else NO_TEAM, "function": function},
        )
        for function, people, in_team, middle in ANSWERED
        for number in range(people)
    ]
