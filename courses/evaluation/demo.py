"""Demo data: what invented people said of past cohorts: more than enough of them, and too few.

Who has an account answers by the same command as in life. Most of the older cohorts' answers come
from people whose accounts are erased since: they stay, as they do in life.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.kernel.db import db
from app.kernel.outbox import take_as_sent
from courses.cohorts.models import Cohort, Enrolment
from courses.cohorts.queries import list_cohorts_of_trainer, list_roster
from courses.evaluation import queries
from courses.evaluation.models import AnswerPool
from courses.evaluation.pool import open_pool, seal_pool
from courses.evaluation.questionnaire import SCALES, TEXTS, Answer, Wave
from courses.evaluation.services import (
    ask_for_feedback,
    close_pool,
    forget_who_answered,
    give_feedback,
    release_answers,
)
from courses.evaluation.windows import OPENS_AFTER, closes_at
from organisations.accounts.queries import get_account_by_email
from organisations.models import Person

ANSWERED_AFTER = timedelta(days=2)


@dataclass(frozen=True)
class Said:
    """What was said of a cohort in a wave: `people` with an account, `others` who have left.

    `mood` is the middle of the points they gave. Texts are as many as there are.
    `still_asked` has not answered yet.
    """

    people: int
    others: int
    mood: float
    kept: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    still_asked: str | None = None

    def answers(self, wave: Wave, dice: Random) -> list[Answer]:
        texts = dict(zip(TEXTS[wave], (self.kept, self.better), strict=True))
        return [
            {key: min(5, max(1, round(dice.gauss(self.mood, 0.8)))) for key in SCALES[wave]}
            | {key: said[number] for key, said in texts.items() if number < len(said)}
            for number in range(self.people + self.others)
        ]


#: By course, its cohorts from the oldest to the latest that is over.
SAID: dict[tuple[str, Wave], tuple[Said, ...]] = {
    ("colleagues-advise-colleagues", Wave.AFTER): (
        Said(2, 6, 3.6),
        Said(
            5, 6, 4.4,
            kept=(
                "Erst fragen, dann raten. Das klingt einfach und ist es nicht.",
                "Ich bin mit meinem Fall nicht allein.",
                "Die feste Reihenfolge gibt Halt, auch wenn es emotional wird.",
                "Eine Stunde reicht wirklich für einen Fall.",
                "Wir machen das jetzt einmal im Monat im Amt.",
            ),
            better=(
                "Mehr Zeit zum Üben, weniger Folien.",
                "Der Ton war am ersten Tag schlecht zu verstehen.",
                "Gern auch ein Termin am Nachmittag.",
                "Bitte ein Merkblatt zum Ausdrucken.",
            ),
        ),
    ),
    ("colleagues-advise-colleagues", Wave.LATER): (
        Said(2, 5, 3.9),
        Said(2, 6, 3.8, still_asked="team1"),
    ),
    ("recognise-and-respond", Wave.AFTER): (Said(7, 0, 4.1),),
    ("rights-and-duty-of-care", Wave.AFTER): (Said(4, 0, 3.8),),
}  # fmt: skip


def load_demo(now: datetime) -> None:
    """Have people answer as SAID, and release and close what is due by `now`."""
    dice = Random("rückmeldungen")
    over = [one for one in list_cohorts_of_trainer(_person("buero")) if one.ends_at <= now]
    for (slug, wave), groups in SAID.items():
        ended = [one for one in over if one.cohort.course.slug == slug]
        for overview, said in zip(ended, groups, strict=False):
            _answer(overview.cohort, overview.ends_at, said.answers(wave, dice), said, wave, now)
    for enrolment_id, wave, mail in queries.list_to_ask(now):
        enrolment = db.session.get_one(Enrolment, enrolment_id)
        ask_for_feedback(enrolment=enrolment, wave=wave, mail=mail, now=now)
    forget_who_answered(now=now)
    take_as_sent()


def _answer(
    cohort: Cohort,
    ended_at: datetime,
    answers: Sequence[Answer],
    said: Said,
    wave: Wave,
    now: datetime,
) -> None:
    at = ended_at + OPENS_AFTER[wave] + ANSWERED_AFTER
    silent = said.still_asked and _person(said.still_asked)
    speaking = [enrolment for enrolment in list_roster(cohort) if enrolment.person is not silent]
    for enrolment, answer in zip(speaking, answers[: said.people], strict=False):
        give_feedback(enrolment=enrolment, given=answer, actor=enrolment.person, now=at)
    pool = queries.find_pools(cohort)[wave]
    _add_those_who_left(pool, answers[said.people :])
    if closes_at(wave, ended_at) <= now:
        close_pool(pool=pool, now=closes_at(wave, ended_at))
    else:
        release_answers(pool=pool, now=now)


def _add_those_who_left(pool: AnswerPool, answers: Sequence[Answer]) -> None:
    kept = open_pool(pool)
    kept.waiting += answers
    seal_pool(pool, kept)
    db.session.flush()


def _person(account: str) -> Person:
    return get_account_by_email(f"{account}@example.org").person
