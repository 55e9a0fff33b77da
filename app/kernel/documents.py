"""Run a pure core on a file: strict reading in, one JSON document out, faults that name a place.

A core's command is three lines: `run_on_files(files, lambda content: core(parse_json(content)))`.
`Field` carries each value together with its place in the document, so that whoever reads a value
can say where a fault is (`units[0].minutes: must be a whole number, 0 or more`).
"""

import json
import math
import re
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

# The largest whole number that every JSON reader takes for itself (RFC 8259, section 6).
LARGEST_INTEGER = 2**53 - 1

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
_PLAIN_KEY = re.compile(r"\w[\w-]*")


class DocumentError(Exception):
    """What was given is wrong: `place` says where in it, `fault` says what; always one line.

    `line` is the place's line in the file, where the format tells it.
    """

    def __init__(self, place: str, fault: str, *, line: int | None = None) -> None:
        self.place = place or "document"
        self.fault = fault
        self.line = line
        where = f" (line {line})" if line else ""
        super().__init__(_one_line(f"{self.place}: {self.fault}{where}"))


def quoted(text: str) -> str:
    """`text` in quotation marks for a fault, shortened if it is very long."""
    return json.dumps(text if len(text) <= 80 else f"{text[:79]}…", ensure_ascii=False)


class LinedObject(dict):
    """An object that knows the line of each member, by key."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


class LinedList(list):
    """A list that knows the line of each element."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


@dataclass(frozen=True)
class Field:
    """A value of a document and its place in it. Each reader raises `DocumentError`.

    `line` is where it stands; of what is missing, where that begins in which it is missing.
    """

    value: Any
    place: str = ""
    line: int | None = dataclass_field(default=None, compare=False)

    def error(self, fault: str) -> DocumentError:
        """The error to raise for a fault at this place."""
        return DocumentError(self.place, fault, line=self.line)

    def object(
        self, required: Collection[str] = (), optional: Collection[str] = ()
    ) -> dict[str, "Field"]:
        """The members of an object that has these keys and no others."""
        members = self.members()
        for key, member in members.items():
            if key not in required and key not in optional:
                raise member.error("is not a known key")
        for key in required:
            if key not in members:
                raise self.member(key).error("is missing")
        return members

    def members(self) -> dict[str, "Field"]:
        """The members of an object whose keys are free."""
        if not isinstance(self.value, dict):
            raise self.error("must be an object")
        return {key: self.member(key) for key in self.value}

    def elements(self) -> list["Field"]:
        """The elements of a list."""
        if not isinstance(self.value, list):
            raise self.error("must be a list")
        lines = self.value.lines if isinstance(self.value, LinedList) else [None] * len(self.value)
        return [
            Field(value, f"{self.place}[{index}]", line)
            for index, (value, line) in enumerate(zip(self.value, lines, strict=True))
        ]

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            raise self.error("must be a text that is not empty")
        return self.value

    def integer(self, lowest: int, highest: int = LARGEST_INTEGER) -> int:
        """A whole number in this range; 1.0, true and "1" are none."""
        # bool is a kind of int to Python, but not to JSON.
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            if lowest <= self.value <= highest:
                return self.value
            if highest == LARGEST_INTEGER and self.value > highest:
                raise self.error("is too large")
        span = f"{lowest} or more" if highest == LARGEST_INTEGER else f"from {lowest} to {highest}"
        raise self.error(f"must be a whole number, {span}")

    def instant(self) -> datetime:
        """An aware instant in UTC, written as RFC 3339 with `Z` (2026-03-02T08:00:00Z)."""
        if isinstance(self.value, str) and _INSTANT.fullmatch(self.value):
            try:
                return datetime.fromisoformat(self.value).astimezone(UTC)
            except ValueError:
                pass  # the 30th of February, 25 o'clock
        raise self.error("must be an instant like 2026-03-02T08:00:00Z")

    def member(self, key: str) -> "Field":
        """The place of a member of an object, there or missing."""
        if _PLAIN_KEY.fullmatch(key):
            place = f"{self.place}.{key}" if self.place else key
        else:
            place = f"{self.place}[{quoted(key)}]"
        value = self.value.get(key) if isinstance(self.value, dict) else None
        lines = self.value.lines if isinstance(self.value, LinedObject) else {}
        return Field(value, place, lines.get(key, self.line))


def parse_json(content: bytes, *, parse_float: Callable[[str], object] | None = None) -> Field:
    """The root of a strict JSON document in UTF-8. `parse_float` makes a number of its text.

    Refuses what readers of JSON understand differently: repeated keys, NaN and numbers beyond
    what a float holds, halves of surrogate pairs (RFC 8259, sections 4, 6 and 8.2).
    Raises `DocumentError`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError("", f"is not UTF-8 text (byte {error.start})") from None
    try:
        root = Field(
            json.loads(
                text,
                object_pairs_hook=_object,
                parse_constant=_refuse_constant,
                parse_float=parse_float or _finite_float,
            )
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise DocumentError("", f"is not JSON ({where}: {error.msg})") from None
    except RecursionError:
        raise DocumentError("", "is nested too deeply") from None
    except ValueError:
        # Python refuses to read numbers of thousands of digits.
        raise DocumentError("", "holds a number that is too large") from None
    for field in _walk(root):
        _refuse_ambiguity(field)
    return root


def run_on_files(
    files: Sequence[str], compute: Callable[[bytes], object], *, most: int | None = None
) -> None:
    """Print what `compute` makes of the content of each file (`-` is standard input) as JSON.

    One file: its document; or, if it is wrong, one line on standard error and exit status 2.
    Several files: one document a line in their order, `{"error": …}` for a wrong one, and exit
    status 2 at the end if there was one. `compute` raises `DocumentError` for wrong content. With
    `most`, files of more bytes are wrong, too.
    """
    failed = False
    for name in files:
        try:
            document = compute(read_bytes(name, most=most))
        except DocumentError as error:
            failed = True
            if len(files) == 1:
                click.echo(str(error), err=True)
                break
            document = {"error": str(error)}
        # Bytes, since the contract says UTF-8 whatever the terminal's locale says.
        click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False).encode())
    if failed:
        click.get_current_context().exit(2)


class DocumentCommand(click.Command):
    """A command whose wrong arguments, too, are answered by one line and exit status 2."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click's, but without the lines of usage around the fault."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            click.echo(_one_line(f"{ctx.command_path}: {error.format_message()}"), err=True)
            ctx.exit(2)


def read_bytes(name: str, *, most: int | None = None) -> bytes:
    """The content of a file (`-` is standard input), at most so many bytes of it.

    Raises `DocumentError`, also for a file that is larger.
    """
    reach = -1 if most is None else most + 1
    try:
        if name == "-":
            if sys.stdin is None:
                raise DocumentError(name, "cannot be read (standard input is closed)")
            content = sys.stdin.buffer.read(reach)
        else:
            with Path(name).open("rb") as file:
                content = file.read(reach)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else "no such name"
        raise DocumentError(name, f"cannot be read ({reason})") from None
    if most is not None and len(content) > most:
        raise DocumentError(name, f"is too large (more than {most} bytes)")
    return content


def _one_line(text: str) -> str:
    """`text` with whatever would break the line or not print written as an escape."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


class _ObjectWithRepeatedKey(dict):
    """Stands in the parsed document until its place is known and the fault can be named."""

    repeated_key: str


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    marked = _ObjectWithRepeatedKey(members)
    seen: set[str] = set()
    marked.repeated_key = next(key for key, _ in pairs if key in seen or seen.add(key))
    return marked


def _refuse_constant(name: str) -> None:
    raise DocumentError("", f"is not JSON ({name} is no number)")


def _finite_float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise DocumentError("", "holds a number that is too large")
    return number


def _walk(root: Field) -> Iterator[Field]:
    """Every field of the document, without recursion, in its order."""
    waiting = [root]
    while waiting:
        field = waiting.pop()
        yield field
        if isinstance(field.value, dict):
            waiting.extend(reversed(field.members().values()))
        elif isinstance(field.value, list):
            waiting.extend(reversed(field.elements()))


def _refuse_ambiguity(field: Field) -> None:
    if isinstance(field.value, _ObjectWithRepeatedKey):
        raise field.error(f"has the key {quoted(field.value.repeated_key)} twice")
    texts = field.value if isinstance(field.value, dict) else [field.value]
    if any(isinstance(text, str) and _has_lone_surrogate(text) for text in texts):
        raise field.error("holds half a surrogate pair, which is no text")


def _has_lone_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
