"""Examines a file that anybody hands in: is it a certificate of ours, and as we made it?

Nothing of it is kept or logged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from threading import BoundedSemaphore

from app.kernel.db import reading
from app.kernel.errors import TooManyAttempts
from app.kernel.i18n import lazy_gettext as _l
from certificates.register.queries import find_certificate_by_code, find_certificate_by_digest
from certificates.signing.judging import Judgement, NotAPdf, NotSigned, judge_pdf
from certificates.signing.queries import find_key_by_fingerprint

#: How many files a process judges at once, so that other pages have their turn; and how long the
#: next one waits.
AT_ONCE = 2
SECONDS_OF_PATIENCE = 10

_room = BoundedSemaphore(AT_ONCE)


class FileState(StrEnum):
    """What there is to say about a file."""

    UNCHANGED = "unchanged"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    FOREIGN = "foreign"
    UNSIGNED = "unsigned"
    LOCKED = "locked"
    NO_PDF = "no_pdf"


@dataclass(frozen=True)
class Finding:
    """What became of a file. `code` is that of the certificate which an UNCHANGED one is.

    `signed_by` is whom a FOREIGN one names as its signer, which proves nothing.
    """

    state: FileState
    code: str = ""
    signed_by: str = ""


def examine(content: bytes) -> Finding:
    """What there is to say about the file. Raises TooManyAttempts while others are examined.

    One that is the same to the last byte as we issued it needs no further look. Everything else is
    judged by its signature, without holding a transaction meanwhile.
    """
    with reading():
        certificate = find_certificate_by_digest(hashlib.sha256(content).hexdigest())
        if certificate is not None:
            return Finding(FileState.UNCHANGED, code=certificate.code)
    try:
        with _a_place():
            judgement = judge_pdf(content)
    except NotSigned:
        # Where a file says that it is encrypted, this stands in plain letters (ISO 32000-2, 7.5.5).
        return Finding(FileState.LOCKED if b"/Encrypt" in content else FileState.UNSIGNED)
    except NotAPdf:
        return Finding(FileState.NO_PDF)
    with reading():
        return _weigh(judgement)


def _weigh(judgement: Judgement) -> Finding:
    """Whose the signature is, says the register of our keys, never a name in the file."""
    if judgement.fingerprint and find_key_by_fingerprint(judgement.fingerprint) is None:
        return Finding(FileState.FOREIGN, signed_by=judgement.signed_by)
    if not judgement.intact or not judgement.covers_whole_file:
        return Finding(FileState.CHANGED)
    certificate = find_certificate_by_code(judgement.code or "")
    if certificate is None:
        return Finding(FileState.UNKNOWN)
    return Finding(FileState.UNCHANGED, code=certificate.code)


@contextmanager
def _a_place() -> Iterator[None]:
    if not _room.acquire(timeout=SECONDS_OF_PATIENCE):
        raise TooManyAttempts(
            _l("Gerade werden viele Dateien geprüft. Bitte versuchen Sie es gleich noch einmal."),
            retry_after=SECONDS_OF_PATIENCE,
        )
    try:
        yield
    finally:
        _room.release()
