"""The signed texts of a check-in: the code on the wall, and the ticket of who has opened it. Pure.

A code names a session and a minute and is good in that minute and the next. Whoever opens it in
time gets a ticket, which is good for ten minutes: so long it may take to sign in. Both are signed
with HMAC-SHA-256 (RFC 2104), cut to 128 bits as RFC 2104 §5 allows, so that the code stays small
enough to be read from the back of the room.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TICKET_IS_GOOD_FOR = timedelta(minutes=10)
_MINUTE = 60
_SIGNATURE_BYTES = 16


class InvalidCode(Exception):
    """Forged, or too old. Which of the two is nobody's business."""


@dataclass(frozen=True)
class Ticket:
    """Who has a ticket has seen a code of the session in time.

    `person_id` is the public id of who opened it, or empty where nobody was signed in.
    """

    session_id: str
    person_id: str


def make_code(key: bytes, session_id: str, now: datetime) -> str:
    """The code of the session for this minute."""
    return _signed(key, "code", session_id, str(_seconds(now) // _MINUTE))


def read_code(key: bytes, code: str, now: datetime) -> str:
    """The session that a code of this minute or the one before is for. Raises InvalidCode."""
    session_id, minute = _opened(key, "code", code, 2)
    if _seconds(now) // _MINUTE - int(minute) not in {0, 1}:
        raise InvalidCode
    return session_id


def make_ticket(key: bytes, ticket: Ticket, now: datetime) -> str:
    """A ticket from now on."""
    return _signed(key, "ticket", ticket.session_id, str(_seconds(now)), ticket.person_id)


def read_ticket(key: bytes, text: str, now: datetime) -> Ticket:
    """The ticket that the text says, if it is good at `now`. Raises InvalidCode."""
    session_id, seconds, person_id = _opened(key, "ticket", text, 3)
    age = timedelta(seconds=_seconds(now) - int(seconds))
    if not timedelta() <= age <= TICKET_IS_GOOD_FOR:
        raise InvalidCode
    return Ticket(session_id, person_id)


def _seconds(now: datetime) -> int:
    return int(now.timestamp())


def _signed(key: bytes, purpose: str, *parts: str) -> str:
    return ".".join([*parts, _signature(key, purpose, parts)])


def _opened(key: bytes, purpose: str, text: str, number: int) -> list[str]:
    """The parts of a text that we signed for this purpose."""
    *parts, signature = text.split(".")
    genuine = _signature(key, purpose, parts)
    if len(parts) != number or not hmac.compare_digest(genuine.encode(), signature.encode()):
        raise InvalidCode
    return parts


def _signature(key: bytes, purpose: str, parts: Sequence[str]) -> str:
    message = "\n".join([purpose, *parts]).encode()
    signature = hmac.digest(key, message, "sha256")[:_SIGNATURE_BYTES]
    return urlsafe_b64encode(signature).decode().rstrip("=")
