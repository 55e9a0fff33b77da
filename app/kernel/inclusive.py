"""Inclusive German in the form that the operator chose. Pure.

A text that says both forms holds them as `{Kolleg:innen|Kolleginnen und Kollegen}`: which pair fits
depends on the case, so no rule could make one of the other.
"""

import re
from enum import StrEnum

_BOTH_FORMS = re.compile(r"\{([^{}|]*:[^{}|]*)\|([^{}|]+)\}")


class GenderForm(StrEnum):
    """With a colon, or as a pair of words where special characters are not allowed."""

    COLON = "colon"
    PAIR = "pair"


def inclusive(text: str, form: GenderForm) -> str:
    """`text` with only one of both forms wherever it holds both."""
    return _BOTH_FORMS.sub(r"\1" if form is GenderForm.COLON else r"\2", text)
