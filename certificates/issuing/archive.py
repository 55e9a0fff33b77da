"""A ZIP file that is handed out while it is made, one file in memory at a time. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

#: No letter takes more than four bytes, and file systems know names of 255.
LONGEST_STEM = 50
PREFIX = "Bescheinigung"

# What Windows forbids in names, and the ways out of a folder.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')


@dataclass(frozen=True)
class Piece:
    """One certificate of an archive: by which key its bytes are found, and its file name."""

    key: int
    name: str


def file_names(people: Sequence[str]) -> list[str]:
    """A name for the file of each, in their order: safe anywhere, and none of them twice.

    Control and formatting characters go, and what would lead into another folder; case makes no
    difference on Windows and macOS, so it does not here.
    """
    taken: set[str] = set()
    return [_unused(_stem(person), taken) for person in people]


def stream_archive(pieces: Sequence[Piece], read: Callable[[int], bytes | None]) -> Iterator[bytes]:
    """The ZIP file in parts, as they come. What `read` no longer finds is left out.

    PDF files are compressed already: they are stored as they are.
    """
    window = _Window()
    with ZipFile(window, "w", ZIP_STORED) as archive:  # type: ignore[arg-type]
        for piece in pieces:
            content = read(piece.key)
            if content is not None:
                archive.writestr(piece.name, content)
                yield window.take()
    yield window.take()


class _Window:
    """The end of a file that nobody keeps: `take` gives what was written since, and forgets it.

    A ZIP file says the size of each part before it, which is known only after: for that alone it
    goes back, never beyond the part that it is at.
    """

    def __init__(self) -> None:
        self._begin = 0
        self._part = BytesIO()

    def write(self, data: bytes) -> int:
        return self._part.write(data)

    def tell(self) -> int:
        return self._begin + self._part.tell()

    def seek(self, position: int, _whence: int = 0) -> int:
        self._part.seek(position - self._begin)
        return position

    def seekable(self) -> bool:
        return True

    def flush(self) -> None:
        """Nothing waits."""

    def take(self) -> bytes:
        written = self._part.getvalue()
        self._begin += len(written)
        self._part = BytesIO()
        return written


def _stem(person: str) -> str:
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub(" ", person))
    shown = "".join(
        one if not unicodedata.category(one).startswith(("C", "Z")) else " " for one in text
    )
    name = "-".join(shown.split())[:LONGEST_STEM].strip("-.")
    return f"{PREFIX}-{name}" if name else PREFIX


def _unused(stem: str, taken: set[str]) -> str:
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name.casefold())
    return f"{name}.pdf"
