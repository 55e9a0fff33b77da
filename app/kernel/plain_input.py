"""Refuses characters that nobody types and that do harm where they are read.

PostgreSQL takes no NUL, and a line break in a name would begin a new line in a mail's header, in a
calendar file or in a table. In addresses the answer is 400; forms say it at their field.
"""

import unicodedata

from flask import Flask, abort, request

from app.kernel.i18n import lazy_gettext as _l

#: Control characters, separators of lines and of paragraphs, halves of characters.
UNSEEN_CATEGORIES = frozenset({"Cc", "Zl", "Zp", "Cs"})
LAYOUT = frozenset("\n\r\t")


def init_plain_input(app: Flask) -> None:
    """Refuse every request with a NUL in its path or its query, before anything looks at it."""
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    given = (request.path, *(text for pair in request.args.items(multi=True) for text in pair))
    if any("\0" in text for text in given):
        abort(400)


def plain_line(text: str) -> str:
    """`text` as it is. Raises ValueError, in words for the person, if it is not one plain line."""
    return _plain(text, allowed=frozenset())


def plain_lines(text: str) -> str:
    """`text` as it is. Raises ValueError as `plain_line`; several lines and tabs are fine."""
    return _plain(text, allowed=LAYOUT)


def _plain(text: str, *, allowed: frozenset[str]) -> str:
    for letter in text:
        if unicodedata.category(letter) in UNSEEN_CATEGORIES and letter not in allowed:
            raise ValueError(
                _l(
                    "Bitte entfernen Sie unsichtbare Zeichen, etwa Zeilenumbrüche, und versuchen "
                    "Sie es noch einmal."
                )
            )
    return text
