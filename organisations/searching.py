"""Look for a part of a name, however it is capitalised."""

from typing import Any

from sqlalchemy import ColumnElement, or_

#: How much of a search counts. Databases refuse patterns and conditions far beyond what is typed.
LONGEST_SEARCH = 200


def words_of(search: str) -> list[str]:
    """The words somebody looks for."""
    return search[:LONGEST_SEARCH].split()


def contains(words: str, *columns: Any) -> ColumnElement[bool]:
    """Whether one of `columns` holds `words`.

    SQLite folds the case of ASCII letters only, so an umlaut is looked for in both forms.
    """
    words = words[:LONGEST_SEARCH]
    spellings = dict.fromkeys([words, words.lower(), words.title()])
    return or_(
        *(
            column.icontains(spelling, autoescape=True)
            for column in columns
            for spelling in spellings
        )
    )
