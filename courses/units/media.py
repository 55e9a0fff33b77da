"""What units show besides text: a file to download, a video, a question to think about. Pure.

A video is a file of this site with captions, or lies elsewhere and is only linked: no page of
KommA loads anything from others. Either way it has a transcript (WCAG 2.2, 1.2.2 and 1.2.3).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.kernel.bilingual import Bilingual
from app.kernel.documents import Field
from courses.units.words import read_text

#: What may be handed out, by the end of a file's name.
DOCUMENTS = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
VIDEOS = {"mp4": "video/mp4", "webm": "video/webm"}
CAPTIONS = {"vtt": "text/vtt"}
MEDIA_TYPES = DOCUMENTS | VIDEOS | CAPTIONS

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}\.(?P<ending>[a-z0-9]{2,5})")


@dataclass(frozen=True)
class Download:
    """A file, one for each language, and what it is good for."""

    file: Bilingual
    description: Bilingual

    @property
    def files(self) -> frozenset[str]:
        return frozenset({self.file.de, self.file.en})


@dataclass(frozen=True)
class OwnVideo:
    """A video that this site plays itself."""

    file: Bilingual
    captions: Bilingual
    transcript: Bilingual

    @property
    def files(self) -> frozenset[str]:
        return frozenset({self.file.de, self.file.en, self.captions.de, self.captions.en})


@dataclass(frozen=True)
class LinkedVideo:
    """A video on somebody else's site, whose `provider` learns of whoever goes there."""

    address: str
    provider: str
    transcript: Bilingual
    files: frozenset[str] = frozenset()

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""


@dataclass(frozen=True)
class Reflection:
    """A question that people answer for themselves alone."""

    question: Bilingual


def ending_of(name: str) -> str:
    """What a file's name ends with, without the point; empty where it is no name of a file."""
    found = _FILE_NAME.fullmatch(name)
    return found["ending"] if found else ""


def read_download(field: Field) -> Download:
    """A file to download. Raises DocumentError."""
    members = field.object(required=("file", "description"))
    return Download(_file(members["file"], DOCUMENTS), read_text(members["description"]))


def read_video(field: Field) -> OwnVideo | LinkedVideo:
    """A video of one's own or elsewhere. Raises DocumentError."""
    members = field.members()
    if "file" in members:
        members = field.object(required=("file", "captions", "transcript"))
        return OwnVideo(
            file=_file(members["file"], VIDEOS),
            captions=_file(members["captions"], CAPTIONS),
            transcript=read_text(members["transcript"]),
        )
    members = field.object(required=("address", "provider", "transcript"))
    return LinkedVideo(
        address=_address(members["address"]),
        provider=members["provider"].text(),
        transcript=read_text(members["transcript"]),
    )


def read_reflection(field: Field) -> Reflection:
    """A question to think about. Raises DocumentError."""
    return Reflection(read_text(field.object(required=("question",))["question"]))


def _file(field: Field, known: Mapping[str, str]) -> Bilingual:
    names = read_text(field)
    for name in (names.de, names.en):
        if ending_of(name) not in known:
            raise field.error(f"must be the name of a file that ends with {', '.join(known)}")
    return names


def _address(field: Field) -> str:
    address = field.text()
    try:
        parts = urlsplit(address)
    except ValueError:
        raise field.error("must be an address that begins with https://") from None
    if parts.scheme != "https" or not parts.hostname or re.search(r"\s", address):
        raise field.error("must be an address that begins with https://")
    return address
