"""How a case can end. Pure."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of it. One that was begun by mistake counts nowhere."""

    RESOLVED = "resolved"
    REFERRED = "referred"
    NOT_CONFIRMED = "not_confirmed"
    ENDED_BY_WISH = "ended_by_wish"
    MISTAKE = "mistake"


COUNTED = tuple(outcome for outcome in Outcome if outcome is not Outcome.MISTAKE)
