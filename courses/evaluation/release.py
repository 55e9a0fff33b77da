"""What of anonymous answers may be shown, and when. Pure.

Figures are shown from so many answers on that nobody is recognised by them, and change in steps:
who has seen them before must not learn from the difference what one person said. That holds for all
answers together and for every question by itself, since each may be left out.
"""

from collections.abc import Callable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from typing import Any

from courses.evaluation.questionnaire import HIGHEST, LOWEST, SCALES, TEXTS, Answer, Wave

Shuffle = Callable[[MutableSequence[Any]], None]


@dataclass(frozen=True)
class Rule:
    """From how many answers on something is shown, and how many more it takes to change it."""

    first: int
    step: int
    first_texts: int


#: Of one cohort.
COHORT_RULE = Rule(first=7, step=3, first_texts=10)

#: Of what the small cohorts of a course have left over. A step is as large as the beginning, so
#: that no difference is the answers of one small group.
COURSE_RULE = Rule(first=7, step=7, first_texts=10)


@dataclass(frozen=True)
class Released:
    """What may be shown: how many answers, by question how often each point, and the texts."""

    answers: int
    scales: Mapping[str, tuple[int, ...]]
    texts: Mapping[str, tuple[str, ...]]

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Released":
        return cls(
            answers=kept["answers"],
            scales={key: tuple(counts) for key, counts in kept["scales"].items()},
            texts={key: tuple(texts) for key, texts in kept["texts"].items()},
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "answers": self.answers,
            "scales": {key: list(counts) for key, counts in self.scales.items()},
            "texts": {key: list(texts) for key, texts in self.texts.items()},
        }


def release(
    before: Released | None, answers: Sequence[Answer], *, wave: Wave, rule: Rule, shuffle: Shuffle
) -> Released | None:
    """What is shown of `answers` after `before`, which is the same object where nothing changes.

    `answers` are all of them, those in `before` included. `shuffle` puts a list in an order that
    tells nothing (random.SystemRandom().shuffle).
    """
    if not may_step(before.answers if before else 0, len(answers), rule.first, rule.step):
        return before
    scales = dict(before.scales) if before else {}
    for key in SCALES[wave]:
        counts = distribution(answers, key)
        if may_step(sum(scales.get(key, ())), sum(counts), rule.first, rule.step):
            scales[key] = counts
    texts = dict(before.texts) if before else {}
    for key in TEXTS[wave] if len(answers) >= rule.first_texts else ():
        written = [str(answer[key]) for answer in answers if key in answer]
        if may_step(len(texts.get(key, ())), len(written), rule.step, rule.step):
            shuffle(written)
            texts[key] = tuple(written)
    return Released(answers=len(answers), scales=scales, texts=texts)


def may_step(shown: int, known: int, first: int, step: int) -> bool:
    """Whether `known` answers may be shown to whoever has seen `shown` of them (0: none yet)."""
    return known >= first if not shown else known - shown >= step


def distribution(answers: Sequence[Answer], key: str) -> tuple[int, ...]:
    """How often each point of the scale was chosen, the lowest first."""
    chosen = [answer.get(key) for answer in answers]
    return tuple(chosen.count(point) for point in range(LOWEST, HIGHEST + 1))


def added_up(parts: Sequence[Mapping[str, tuple[int, ...]]]) -> dict[str, tuple[int, ...]]:
    """Figures of several groups together, by question."""
    total: dict[str, tuple[int, ...]] = {}
    for part in parts:
        for key, counts in part.items():
            known = total.get(key, (0,) * len(counts))
            total[key] = tuple(map(sum, zip(known, counts, strict=True)))
    return total


def mean_in_hundredths(*scales: tuple[int, ...]) -> int | None:
    """The mean of all points in `scales`, rounded; None where there is none."""
    number = sum(map(sum, scales))
    points = sum(
        point * count for counts in scales for point, count in enumerate(counts, start=LOWEST)
    )
    return (200 * points + number) // (2 * number) if number else None
