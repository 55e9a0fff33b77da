"""The Open Badges 3.0 credential of a certificate. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialFacts:
    """What a credential says. `holder_name` is empty unless the holder consents to it.

    `base_url` is where KommA is reached; `code` as in addresses; instants are aware.
    """

    credential_id: str
    code: str
    base_url: str
    issuer: str
    course_title: str
    language: str
    total_minutes: int
    dates: tuple[date, ...]
    issued_at: datetime
    valid_until: date | None = None
    holder_name: str = ""


def credential_of(facts: CredentialFacts) -> JsonObject:
    """The credential as the payload of a VC-JWT (Open Badges 3.0, section 8.2)."""
    return {
        "iss": facts.base_url,
        "jti": f"urn:uuid:{facts.credential_id}",
        "nbf": int(facts.issued_at.timestamp()),
    }
