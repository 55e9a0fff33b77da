"""Going through an instrument question by question, counted from 1, and where to go on. Pure."""

import math
from collections.abc import Container

from assessments.instruments.definition import Instrument, Item

QUESTIONS_A_MINUTE = 4


def minutes_for(instrument: Instrument) -> int:
    """About how long it takes; whole minutes, rounded up."""
    return math.ceil(len(instrument.items) / QUESTIONS_A_MINUTE)


def next_open(instrument: Instrument, answered: Container[str]) -> int | None:
    """The question after the last one that is `answered`; None where that was the last of all.

    What was skipped on the way is no reason to go all the way back: the end lists it.
    """
    numbers = [number for number, item in enumerate(instrument.items, 1) if item.key in answered]
    last = max(numbers, default=0)
    return None if last == len(instrument.items) else last + 1


def without_answer(instrument: Instrument, answered: Container[str]) -> list[tuple[int, Item]]:
    """The questions that are not `answered`, with their numbers."""
    return [
        (number, item)
        for number, item in enumerate(instrument.items, 1)
        if item.key not in answered
    ]
