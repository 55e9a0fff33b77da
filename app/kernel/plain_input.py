"""Refuses what nobody types and what does harm where it is read: characters, and huge numbers.

PostgreSQL takes no NUL, and a line break in a name would begin a new line in a mail's header, in a
calendar file or in a table. In addresses the answer is 400; forms say it at their field.
"""

import re

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

from app.kernel.i18n import lazy_gettext as _l

#: Control characters, separators of lines and of paragraphs, halves of characters: what Unicode
#: calls Cc, Zl, Zp and Cs, all of them fixed for good (Unicode Standard, Table 4-4).
_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_UNSEEN_BUT_LAYOUT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


#: The largest that a column of whole numbers holds on PostgreSQL.
LARGEST_NUMBER = 2**31 - 1


class NumberInAddress(IntegerConverter):
    """A whole number in an address; a larger one than the database holds is an unknown address."""

    def __init__(self, url_map: Map, max: int = LARGEST_NUMBER, **limits: int) -> None:
        super().__init__(url_map, max=max, **limits)


def init_plain_input(app: Flask) -> None:
    """Refuse every request with a NUL in its path or its query, before anything looks at it."""
    app.url_map.converters["int"] = NumberInAddress
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    given = (request.path, *(text for pair in request.args.items(multi=True) for text in pair))
    if any("\0" in text for text in given):
        abort(400)


def plain_line(text: str) -> str:
    """`text` as it is. Raises ValueError, in words for the person, if it is not one plain line."""
    return _plain(text, _UNSEEN)


def plain_lines(text: str) -> str:
    """`text` as it is. Raises ValueError as `plain_line`; several lines and tabs are fine."""
    return _plain(text, _UNSEEN_BUT_LAYOUT)


def without_unseen(text: str) -> str:
    """`text` without all that `plain_lines` refuses: fit to be shown again, to be corrected."""
    return _UNSEEN_BUT_LAYOUT.sub("", text)


def _plain(text: str, unwanted: re.Pattern[str]) -> str:
    if unwanted.search(text):
        raise ValueError(
            _l(
                "Hier standen unsichtbare Zeichen, etwa Zeilenumbrüche. Bitte prüfen Sie den Text "
                "und senden Sie ihn noch einmal."
            )
        )
    return text
