"""How far municipalities have come in each part of the programme, as the office sees it.

Numbers, states and dates of a municipality alone: never a person, never an answer, nothing of a
case. Every package tells it of what is its own.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.i18n import Message


class Stage(StrEnum):
    """How far a municipality has come in a part of the programme."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    REACHED = "reached"


@dataclass(frozen=True)
class Standing:
    """Where one municipality stands in one part.

    `figures` says it in a few words ("3 von 6 Bereichen besetzt"); `next_on` and `next_step` are
    the next date and what it is; `risk` says what needs somebody's attention.
    """

    stage: Stage
    figures: Message
    next_on: date | None = None
    next_step: Message = ""
    risk: Message = ""


@dataclass(frozen=True)
class ProgrammePart:
    """A part of the programme with its milestone.

    `module` is its number in the programme ("2a"), `milestone` what has to be so for `REACHED`.
    `standings(municipality_ids, now)` gives where each of these municipalities stands, in a number
    of statements that does not grow with them; who is missing has not begun.
    """

    name: str
    module: str
    label: Message
    milestone: Message
    standings: Callable[[Collection[int], datetime], Mapping[int, Standing]]
