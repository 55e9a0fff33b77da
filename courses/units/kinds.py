"""The kinds of learning units."""

from enum import StrEnum


class UnitKind(StrEnum):
    """What one does with a learning unit."""

    TEXT = "text"
    FILE = "file"
    VIDEO = "video"
    QUIZ = "quiz"
    REFLECTION = "reflection"
    SCENARIO = "scenario"


#: Done when something was reached in them. With all others people say themselves when they are.
EARNED = frozenset({UnitKind.QUIZ, UnitKind.SCENARIO})
