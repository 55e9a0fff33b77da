"""Reads the content lines of an iCalendar file (RFC 5545 §3.1), however it was written. Pure.

Only lines that say when somebody is busy are looked at: descriptions and guests, most of any
calendar, are passed over unread.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from sys import intern
from types import MappingProxyType
from typing import NamedTuple

#: The properties that matter, in components of any kind.
_NAMES = (
    *("BEGIN", "END", "X-WR-TIMEZONE"),
    *("UID", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP"),
    *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE"),
    *("TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS", "FREEBUSY"),
    *("TZID", "TZOFFSETFROM", "TZOFFSETTO"),
)
# Where files were joined, a byte order mark may stand before a line.
_LINE = re.compile(rf"^\ufeff?({'|'.join(_NAMES)})[ \t]*([;:].*)$", re.MULTILINE | re.IGNORECASE)
# From the first of several line ends, lest each of millions be a new attempt.
_FOLD = re.compile(rb"(?<!\n)\n++[ \t]")
#: One parameter. Quotation marks protect `:` and `;`.
_PARAMETER = re.compile(r';([^=;:"]*+)=((?:"[^"]*+"|[^;:"]++)*+)')
#: A zone whose name some programs forget to quote, like `(UTC+01:00) Berlin`: it ends at a date.
_ZONE = re.compile(r';(TZID)=([^";]*?)(?=:\d{4}-?\d\d-?\d\d)', re.IGNORECASE)
#: RFC 6868: what stands for a character that a parameter cannot hold.
_CARETS = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
_CARET = re.compile(r"\^[nN'^]")
_ESCAPED = re.compile(r"(?<!\\)\\++([,;:])")
_NONE: Mapping[str, str] = MappingProxyType({})


class ContentLine(NamedTuple):
    """One property: its name and its parameters' names in capital letters; `value` as it stands.

    Of a line that cannot be taken apart, `value` is all that follows the name: no value that
    anybody could read.
    """

    name: str
    value: str
    parameters: Mapping[str, str] = _NONE


def with_plain_ends(content: bytes) -> bytes:
    """A file in one byte or more a character, without a byte order mark; its lines end in LF."""
    wide = _wide_encoding(content)
    if wide is not None:
        content = content.decode(wide, errors="replace").encode()
    content = content.removeprefix(codecs.BOM_UTF8)
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b" \t\n")


def content_lines(content: bytes) -> Iterator[ContentLine]:
    """The properties that matter, in their order, of a file with plain ends.

    It is UTF-8, else Latin-1. Lines may be folded in the middle of a character (§3.1, the note).
    """
    content = _FOLD.sub(b"", content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    for match in _LINE.finditer(text):
        name, rest = intern(match[1].upper()), match[2]
        if rest[0] == ":":
            yield ContentLine(name, rest[1:])
        else:
            yield _with_parameters(name, rest)


def plain_text(value: str) -> str:
    """A TEXT value without its escapes (RFC 5545 §3.3.11)."""
    return _ESCAPED.sub(r"\1", value) if "\\" in value else value


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16, by its mark, or because half of what ASCII letters are in it are zeros."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    beginning = content[:64]
    if not 0 < len(beginning) // 3 <= beginning.count(0):
        return None
    return "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"


def _with_parameters(name: str, rest: str) -> ContentLine:
    position, parameters = 0, {}
    while match := _ZONE.match(rest, position) or _PARAMETER.match(rest, position):
        parameters.setdefault(match[1].strip().upper(), _parameter_value(match[2]))
        position = match.end()
    if rest[position : position + 1] != ":":
        return ContentLine(name, rest)
    return ContentLine(name, rest[position + 1 :], parameters)


def _parameter_value(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        text = text[1:].partition('"')[0]
    if "^" in text:
        text = _CARET.sub(lambda match: _CARETS[match[0]], text)
    return plain_text(text)
