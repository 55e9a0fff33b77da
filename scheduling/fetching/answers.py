"""What a server says beside and within its answer, taken with care. Pure but for reading on."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPResponse, IncompleteRead

from scheduling.fetching.connecting import TooMuch

LARGEST_FILE = 5 * 1024 * 1024
LONGEST_WAIT = timedelta(days=1)
LONGEST_VALIDATOR = 255

_PRINTABLE = re.compile(rf"[\x21-\x7e]([\x20-\x7e]{{0,{LONGEST_VALIDATOR - 2}}}[\x21-\x7e])?")
_SECONDS = re.compile(r"[0-9]{1,9}")


class Undecodable(ValueError):
    """The content comes in a coding that was not asked for."""


@dataclass(frozen=True)
class Validators:
    """What tells one state of a file from another (RFC 9110, 8.8), as the server gave it.

    Each is printable ASCII of at most 255 characters, or None.
    """

    etag: str | None
    last_modified: str | None


def validators_from(headers: Mapping[str, str]) -> Validators:
    """Those of an answer; what cannot be sent back as it is counts as none."""
    return Validators(_sendable(headers.get("ETag")), _sendable(headers.get("Last-Modified")))


def conditions_of(known: Validators) -> dict[str, str]:
    """The headers that ask for a file unless it is still the known one (RFC 9110, 13.1)."""
    conditions = {
        "If-None-Match": _sendable(known.etag),
        "If-Modified-Since": _sendable(known.last_modified),
    }
    return {name: value for name, value in conditions.items() if value is not None}


def _sendable(value: str | None) -> str | None:
    return value if value is not None and _PRINTABLE.fullmatch(value) else None


def wait_from(headers: Mapping[str, str]) -> timedelta | None:
    """How long the server asks to be left alone (Retry-After, RFC 9110, 10.2.3), a day at most.

    A date is measured from the server's own Date, so its clock may be wrong. None where it asks
    for nothing, or for nothing that makes sense.
    """
    asked = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(asked):
        wait = timedelta(seconds=int(asked))
    else:
        until, now = _instant(asked), _instant(headers.get("Date", ""))
        if until is None or now is None:
            return None
        wait = until - now
    return min(wait, LONGEST_WAIT) if wait > timedelta() else None


def _instant(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def read_content(response: HTTPResponse) -> bytes:
    """The whole file, unpacked. Raises TooMuch where it is larger than LARGEST_FILE.

    Also raises Undecodable, and what `http.client` and `gzip` raise: OSError, HTTPException,
    EOFError, zlib.error, ValueError. A file that ends before its time is no file.
    """
    if response.length is not None and response.length > LARGEST_FILE:
        raise TooMuch
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding in ("gzip", "x-gzip"):
        content = gzip.GzipFile(fileobj=response, mode="rb").read(LARGEST_FILE + 1)
    elif coding == "identity":
        content = response.read(LARGEST_FILE + 1)
    else:
        raise Undecodable
    if len(content) > LARGEST_FILE:
        raise TooMuch
    if response.length:
        raise IncompleteRead(b"", response.length)
    return content
