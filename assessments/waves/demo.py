"""Demo data: two waves of invented colleagues that are frozen, and one that is open."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from app.kernel.base import new_public_id
from app.kernel.bilingual import Bilingual
from app.kernel.db import db
from assessments.instruments.psychometrics import moments_of
from assessments.instruments.scoring import score_answers
from assessments.instruments.services import keep_moments
from assessments.instruments.shelf import resilience_check
from assessments.waves.computing import spread_of
from assessments.waves.copies import NONE, open_counts, seal_counts
from assessments.waves.general import open_general_wave
from assessments.waves.models import Wave, WaveMunicipality, WaveState
from assessments.waves.outcome import (
    Copy,
    Crossing,
    Earlier,
    counts_of,
    ends_of,
    published,
    records_of,
)
from assessments.waves.rules import current_k
from organisations.accounts.queries import get_account_by_email
from organisations.models import Function, Municipality

OPEN_FOR, FIRST_AGO, SECOND_AGO, LAST_DAY_IN = (
    timedelta(weeks=3),
    timedelta(days=230),
    timedelta(days=40),
    timedelta(weeks=2),
)

#: Of each municipality, how many answered, how many of them in the team that the demo knows, and
#: around which point of the scale. Most have left since; their answers are in the means.
ANSWERED = (
    ("kreyenburg", 26, 14, 3.3),
    ("lennerath", 13, 0, 3.0),
    ("landkreis-muldenwald", 12, 0, 3.6),
    ("elbmarsleben", 9, 0, 3.2),
)

#: Of ten people who answered in spring, nine did so again.
STAY = 0.9


def load_demo(now: datetime) -> None:
    """Add waves of last spring, of last autumn and of now. Needs the accounts of the demo."""
    person = get_account_by_email("leitung@example.org").person
    dice, homes = Random("gruppenergebnisse"), _homes()
    people = _people(homes, person.team.public_id)
    first = [_copy(dice, crossing, middle) for crossing, middle in people]
    spring = _frozen(
        Bilingual(de="Wie geht es uns? Frühjahr", en="How are we? Spring"),
        first,
        homes,
        now - FIRST_AGO,
    )
    second = [
        _copy(dice, crossing, middle + 0.25, copy if dice.random() < STAY else None)
        for (crossing, middle), copy in zip(people, first, strict=True)
    ]
    autumn = Bilingual(de="Wie geht es uns? Herbst", en="How are we? Autumn")
    _frozen(autumn, second, homes, now - SECOND_AGO, follows=spring)
    wave = open_general_wave(
        instrument=resilience_check(),
        title=Bilingual(de="Wie geht es uns? Jetzt", en="How are we? Now"),
        municipality=None,
        closes_on=(now + LAST_DAY_IN).date(),
        follows=None,
        actor=get_account_by_email("buero@example.org").person,
        now=now - timedelta(days=5),
    )
    wave.invited = True
    db.session.flush()


def _homes() -> dict[str, Municipality]:
    keys = [key for key, *_rest in ANSWERED]
    found = db.session.scalars(select(Municipality).where(Municipality.key.in_(keys)))
    return {municipality.key: municipality for municipality in found}


def _people(homes: dict[str, Municipality], team: str) -> Sequence[tuple[Crossing, float]]:
    functions = (Function.STAFF, Function.STAFF, Function.EXECUTIVE, Function.POLITICAL_LEADERSHIP)
    return [
        (
            (
                team if number < in_team else NONE,
                homes[key].public_id,
                Function.STAFF if number < in_team else functions[number % len(functions)],
            ),
            middle,
        )
        for key, answered, in_team, middle in ANSWERED
        for number in range(answered)
    ]


def _copy(dice: Random, crossing: Crossing, middle: float, before: Copy | None = None) -> Copy:
    instrument = resilience_check()
    scale, mood, answers = instrument.scale, dice.gauss(middle, 0.5), {}
    for item in instrument.items:
        points = min(scale.highest, max(scale.lowest, round(dice.gauss(mood, 0.8))))
        answers[item.key] = scale.reverse(points) if item.reverse else points
    score = score_answers(instrument, answers)[instrument.main_score.key].value
    earlier = Earlier(before.score, before.crossing) if before else None
    return Copy(answers, float(score), crossing, earlier)


def _frozen(
    title: Bilingual,
    copies: Sequence[Copy],
    homes: dict[str, Municipality],
    closed_at: datetime,
    follows: Wave | None = None,
) -> Wave:
    instrument = resilience_check()
    records = records_of(
        copies,
        scale=ends_of(instrument),
        before=open_counts(follows) if follows else None,
        k=current_k(),
    )
    keep_moments(
        instrument=instrument,
        moments=moments_of(instrument, (copy.answers for copy in copies)),
    )
    wave = Wave(
        public_id=new_public_id(),
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        title=title,
        state=WaveState.FROZEN,
        k=records.k,
        opened_at=closed_at - OPEN_FOR,
        closes_on=(closed_at - timedelta(days=1)).date(),
        general=True,
        invited=True,
        reminded=True,
        follows=follows,
        closed_at=closed_at,
        tables=published(records),
        spread=spread_of(instrument),
        key_erased=True,
    )
    wave.counts = seal_counts(wave, counts_of(records))
    db.session.add(wave)
    db.session.flush()
    db.session.add_all(
        WaveMunicipality(wave_id=wave.id, municipality_id=home.id) for home in homes.values()
    )
    db.session.flush()
    return wave
