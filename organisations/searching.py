"""Look for a part of a name, however it is capitalised."""

from typing import Any

from sqlalchemy import ColumnElement, or_


def contains(words: str, *columns: Any) -> ColumnElement[bool]:
    """Whether one of `columns` holds `words`.

    SQLite folds the case of ASCII letters only, so an umlaut is looked for in both forms.
    """
    spellings = dict.fromkeys([words, words.lower(), words.title()])
    return or_(
        *(
            column.icontains(spelling, autoescape=True)
            for column in columns
            for spelling in spellings
        )
    )
