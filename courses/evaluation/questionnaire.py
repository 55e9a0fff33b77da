"""What is asked in which wave, and what an answer may be. Pure: keys only, words are `wording`."""

from collections.abc import Mapping
from enum import StrEnum

LOWEST, HIGHEST = 1, 5
LONGEST_TEXT = 2000

#: A point of a scale, or a text, by the key of the question; a question left out is not in it.
Answer = Mapping[str, int | str]


class Wave(StrEnum):
    """When somebody is asked."""

    AFTER = "after"  # right after the last session
    LATER = "later"  # what has become of it


SCALES: dict[Wave, tuple[str, ...]] = {
    Wave.AFTER: ("useful", "safe", "trainer", "organisation", "recommend"),
    Wave.LATER: ("used",),
}
TEXTS: dict[Wave, tuple[str, ...]] = {
    Wave.AFTER: ("kept", "better"),
    Wave.LATER: ("changed", "missing"),
}


def checked(wave: Wave, given: Mapping[str, int | str | None]) -> Answer:
    """What of `given` was answered. Raises ValueError for what nobody was asked or could choose."""
    answer = {key: value for key, value in given.items() if value not in (None, "")}
    for key, value in answer.items():
        on_scale = key in SCALES[wave] and value in range(LOWEST, HIGHEST + 1)
        as_text = key in TEXTS[wave] and isinstance(value, str) and len(value) <= LONGEST_TEXT
        if not (on_scale or as_text):
            raise ValueError(f"{key} cannot be answered like this")
    return answer  # type: ignore[return-value]
