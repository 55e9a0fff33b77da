"""Puts what somebody says into the text of an aid, and finds what is still open. Pure.

In the text of an aid a variable is its key in braces: `{date}`. What stays open in what is made of
it is named in words: `{Datum der Veranstaltung}`. So whoever goes on writing sees what is missing.
"""

import re
from collections.abc import Mapping, Sequence

from exchange.toolbox.document import Variable

_OPEN = re.compile(r"\{([^{}\n]{1,80})\}")
_GAPS = re.compile(r"\n{3,}")


def fill(text: str, variables: Sequence[Variable], values: Mapping[str, str], language: str) -> str:
    """`text` with `values` by key. A required variable without one stays open under its label.

    A line with a variable that may be missing, and is, is left out.
    """
    known = {variable.key: variable for variable in variables}

    def filled(line: str) -> str | None:
        for key in _OPEN.findall(line):
            variable = known.get(key)
            if variable and not variable.required and not values.get(key):
                return None
        return _OPEN.sub(lambda found: _value(found, known, values, language), line)

    lines = [line for line in map(filled, text.splitlines()) if line is not None]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def open_places(text: str) -> list[str]:
    """What stands in braces in `text`, each once."""
    return list(dict.fromkeys(_OPEN.findall(text)))


def with_open_places_marked(text: str) -> str:
    """`text` with what is open in bold, to be seen on the page."""
    return _OPEN.sub(r"**\g<0>**", text)


def _value(
    found: re.Match[str],
    known: Mapping[str, Variable],
    values: Mapping[str, str],
    language: str,
) -> str:
    variable = known.get(found[1])
    if variable is None:
        return found[0]
    return values.get(variable.key) or f"{{{variable.label.in_language(language)}}}"
