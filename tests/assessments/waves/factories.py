"""Waves, and copies for them, for tests. Everything is flushed, nothing committed."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from app.kernel.bilingual import Bilingual
from app.kernel.db import db
from assessments.instruments.shelf import resilience_check
from assessments.waves import jobs, services
from assessments.waves.models import Wave
from assessments.waves.outcome import Earlier
from organisations.models import Municipality, Person, Team
from tests.house.clock import START
from tests.organisations.factories import make_person

CLOSES_ON = (START + timedelta(weeks=3)).date()
TITLE = Bilingual(de="Wie geht es uns?", en="How are we?")
SCORES = (2.0, 3.0, 4.0)


def make_people(
    number: int, *, municipality: Municipality | None, team: Team | None = None, **given: object
) -> list[Person]:
    return [make_person(municipality=municipality, team=team, **given) for _ in range(number)]


def make_wave(people: Sequence[Person], **given: object) -> Wave:
    values = {"instrument": resilience_check(), "closes_on": CLOSES_ON, "now": START}
    return services.open_wave(people=people, **(values | given))


def make_answers(point: int = 3) -> dict[str, int]:
    """The same answer to every question."""
    return {item.key: point for item in resilience_check().items}


def give(
    wave: Wave,
    person: Person,
    score: float | None = 3.0,
    *,
    ticket: str | None = None,
    earlier: Earlier | None = None,
) -> str:
    """Give a copy as `person`; under which ticket."""
    ticket = ticket or secrets.token_hex(32)
    services.give(
        wave=wave,
        person=person,
        ticket=ticket,
        answers=make_answers(),
        score=score,
        earlier=earlier,
        now=START,
    )
    return ticket


def give_all(wave: Wave, people: Sequence[Person], scores: Sequence[float] = SCORES) -> list[str]:
    """Each gives a copy, with one of `scores` in turn."""
    return [
        give(wave, person, scores[number % len(scores)]) for number, person in enumerate(people)
    ]


def freeze(wave: Wave) -> Wave:
    """Close and freeze at once, as the job does when the last day is over."""
    services.close_wave(wave=wave, now=START)
    services.freeze_wave(wave=wave, outcome=jobs.compute_outcome(wave))
    return wave


def make_result(
    people: Sequence[Person], scores: Sequence[float] = SCORES, **given: object
) -> Wave:
    """A frozen wave in which all of `people` have answered; the office's own."""
    wave = make_wave(people, title=TITLE, **given)
    wave.general = wave.invited = True
    db.session.flush()
    give_all(wave, people, scores)
    return freeze(wave)
