"""How far municipalities have come in each part of the programme, as the office sees it.

Numbers, states and dates of a municipality alone: never a person, never an answer, nothing of a
case. Every package tells it of what is its own.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.i18n import Message, gettext, ngettext

#: Fewer people of a municipality than this are not told as a number.
FEWEST_PEOPLE_TOLD = 7


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


#: In the place of a module's number: what belongs to the nation-wide platform.
PLATFORM = "platform"


@dataclass(frozen=True)
class ProgrammePart:
    """A part of the programme with its milestone.

    `module` is its number in the programme ("2a"), `PLATFORM`, or empty for what comes before all
    of them; `milestone` is what has to be so for `REACHED`.
    `standings(municipality_ids, now)` gives where each of these municipalities stands, in a number
    of statements that does not grow with them; who is missing has not begun. `url(public_id)` is
    where the one who looks acts on it for that municipality, empty where they may not. `together`
    says what may be told of the whole programme alone.
    """

    name: str
    module: str
    label: Message
    milestone: Message
    standings: Callable[[Collection[int], datetime], Mapping[int, Standing]]
    url: Callable[[str], str] | None = None
    together: Callable[[datetime], Message] | None = None


def people_told(count: int, *, of: int | None = None) -> str:
    """`12 Personen`, as far as it says of nobody what they have done.

    Without `of`, of fewer than FEWEST_PEOPLE_TOLD no more than that there are fewer. With `of`,
    whose number is known, these are people who have done something: then none is as little told
    as few are, and neither is how many where too few are left who have not.
    """
    if count == 0 and not of:
        return gettext("niemand")
    if count < FEWEST_PEOPLE_TOLD:
        return gettext("weniger als %(least)s Personen", least=FEWEST_PEOPLE_TOLD)
    if of is not None and of - count < FEWEST_PEOPLE_TOLD:
        return gettext("mindestens %(least)s Personen", least=FEWEST_PEOPLE_TOLD)
    return ngettext("%(num)s Person", "%(num)s Personen", count)
