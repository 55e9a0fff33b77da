"""Reads the content lines of an iCalendar file (RFC 5545 §3.1), however it was written. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE_END = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]+")
#: RFC 6868: what stands for a character that a parameter cannot hold.
_CARETS = {"^n": "\n", "^N": "\n", "^'": '"', "^^": "^"}
_CARET = re.compile(r"\^[nN'^]")
_ESCAPED = re.compile(r"\\+([,;:])")


@dataclass(slots=True)
class ContentLine:
    """One property: its name and its parameters' names in capital letters; `value` as it stands."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)


def decode(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 by their marks, else UTF-8, else Latin-1."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    content = content.removeprefix(codecs.BOM_UTF8)
    # Without a mark: half of what ASCII letters are in UTF-16 are zeros.
    if content[:64].count(0) >= len(content[:64]) // 3 > 0:
        little = content[1:2] == b"\0"
        return content.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def physical_lines(text: str) -> list[str]:
    """The lines of a text that end in CR LF, LF or CR, still folded."""
    return _LINE_END.split(text)


def unfolded(lines: list[str]) -> Iterator[str]:
    """The lines with their continuations, which begin with a space or a tab; no empty ones."""
    parts: list[str] = []
    for line in lines:
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts and parts[0]:
            yield "".join(parts)
        parts = [line]
    if parts and parts[0]:
        yield "".join(parts)


def parse_line(line: str) -> ContentLine | None:
    """The property of an unfolded line; None where it is none."""
    name = _NAME.match(line)
    if name is None:
        return None
    position, parameters = name.end(), {}
    while line[position : position + 1] == ";":
        end = _end_of_parameter(line, position + 1)
        key, equals, value = line[position + 1 : end].partition("=")
        if equals:
            parameters.setdefault(key.strip().upper(), _parameter_value(value))
        position = end
    if line[position : position + 1] != ":":
        return None
    return ContentLine(name[0].upper(), line[position + 1 :], parameters)


def plain_text(value: str) -> str:
    """A TEXT value without its escapes (RFC 5545 §3.3.11)."""
    return _ESCAPED.sub(r"\1", value)


def _end_of_parameter(line: str, position: int) -> int:
    """Where a parameter ends: at the next `;` or `:` outside of quotation marks."""
    quoted = False
    for index in range(position, len(line)):
        character = line[index]
        if character == '"':
            quoted = not quoted
        elif not quoted and character in ";:":
            return index
    return len(line)


def _parameter_value(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        text = text[1:].partition('"')[0]
    text = _CARET.sub(lambda match: _CARETS[match[0]], text)
    return plain_text(text)
