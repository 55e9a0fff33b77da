"""Demo data: a course's group that has its results, and the groups that are asked today.

Most of those who answered have left since, and their accounts are erased; the means stay.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from app.kernel.db import db
from app.kernel.i18n import programme_zone
from app.kernel.outbox import take_as_sent
from assessments.instruments.scoring import score_answers
from assessments.instruments.shelf import resilience_check
from assessments.waves.computing import compute_outcome
from assessments.waves.copies import crossing_of, seal_copy
from assessments.waves.models import Wave, WaveCopy
from assessments.waves.outcome import Copy, Crossing, Earlier
from assessments.waves.services import close_wave, erase_key, freeze_wave, open_wave
from courses.cohort_waves import queries
from courses.cohort_waves.models import CohortWave
from courses.cohort_waves.occasions import Occasion, window_of
from courses.cohort_waves.services import TITLES, open_cohort_wave
from courses.cohorts.queries import CohortOverview, list_cohorts_of_trainer
from organisations.accounts.queries import get_account_by_email

#: Of this course, the latest cohort that is over has results.
COURSE = "colleagues-advise-colleagues"

#: How many answered both times, and around which point of the scale before and after.
ANSWERED, MIDDLES = 12, {Occasion.BEFORE: 3.1, Occasion.AFTER: 3.5}


def load_demo(now: datetime) -> None:
    """Publish what is long over, and open what is due at `now`. Needs the cohorts of the demo."""
    office = get_account_by_email("buero@example.org").person
    over = [
        one
        for one in list_cohorts_of_trainer(office)
        if one.ends_at <= now and one.cohort.course.slug == COURSE
    ]
    _publish(over[-1])
    for due in queries.list_due(now):
        open_cohort_wave(cohort_id=due.cohort_id, occasion=due.occasion, now=now)
    take_as_sent()


def _publish(overview: CohortOverview) -> None:
    """Have those who are still there, and as many others, answer before and after."""
    dice = Random("selbsteinschätzung der gruppe")
    people = queries.list_people(overview.cohort.id)
    homes = [crossing_of(people[number % len(people)]) for number in range(ANSWERED)]
    before, copies = None, [None] * ANSWERED
    for occasion, middle in MIDDLES.items():
        window = window_of(occasion, overview.starts_at, overview.ends_at, programme_zone())
        wave = open_wave(
            instrument=resilience_check(),
            people=people,
            closes_on=window.closes_on,
            now=window.opens_at,
            title=TITLES[occasion],
            follows=before,
        )
        db.session.add(CohortWave(cohort=overview.cohort, occasion=occasion, wave_label=wave.label))
        copies = [_copy(dice, home, middle, copy) for home, copy in zip(homes, copies, strict=True)]
        _freeze(wave, copies, window.opens_at + timedelta(days=15))
        before = wave


def _copy(dice: Random, home: Crossing, middle: float, before: Copy | None) -> Copy:
    instrument, mood = resilience_check(), dice.gauss(middle, 0.4)
    scale, answers = instrument.scale, {}
    for item in instrument.items:
        points = min(scale.highest, max(scale.lowest, round(dice.gauss(mood, 0.8))))
        answers[item.key] = scale.reverse(points) if item.reverse else points
    score = score_answers(instrument, answers)[instrument.main_score.key].value
    copy = Copy(answers, float(score), home)
    return replace(copy, earlier=Earlier(before.score, before.crossing)) if before else copy


def _freeze(wave: Wave, copies: Sequence[Copy], at: datetime) -> None:
    for number, copy in enumerate(copies):
        ticket = f"{number:064x}"
        sealed = seal_copy(wave, ticket, copy)
        db.session.add(WaveCopy(wave_id=wave.id, ticket=ticket, sealed=sealed))
    db.session.flush()
    close_wave(wave=wave, now=at)
    freeze_wave(wave=wave, outcome=compute_outcome(wave))
    erase_key(wave=wave, now=at)
