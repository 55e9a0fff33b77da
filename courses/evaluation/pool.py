"""The sealed text of a pool: its answers without any order, and which of them are shown already."""

import json
from dataclasses import dataclass, field
from random import SystemRandom

from app.kernel.vault import KeyErased, current_vault
from courses.evaluation.models import AnswerPool
from courses.evaluation.questionnaire import Answer

PURPOSE = "answers"
DICE = SystemRandom()


@dataclass
class Answers:
    """Those that went into the figures when they were last released, and those since."""

    shown: list[Answer] = field(default_factory=list)
    waiting: list[Answer] = field(default_factory=list)


def open_pool(pool: AnswerPool) -> Answers:
    """The answers in `pool`; none where it is closed, also if a backup brought back its rest."""
    if pool.sealed is None:
        return Answers()
    try:
        text = current_vault().open(pool.vault_subject, PURPOSE, pool.sealed)
    except KeyErased:
        return Answers()
    return Answers(**json.loads(text))


def seal_pool(pool: AnswerPool, answers: Answers) -> None:
    """Write all `answers` anew, in an order that tells nothing."""
    kept = {"shown": _mixed(answers.shown), "waiting": _mixed(answers.waiting)}
    text = json.dumps(kept, ensure_ascii=False).encode()
    pool.sealed = current_vault().seal(pool.vault_subject, PURPOSE, text)


def _mixed(answers: list[Answer]) -> list[dict[str, int | str]]:
    """In another order, each with its questions in one and the same order."""
    mixed = [dict(sorted(answer.items())) for answer in answers]
    DICE.shuffle(mixed)
    return mixed
