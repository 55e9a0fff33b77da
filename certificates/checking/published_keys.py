"""What anybody may know of a key, in the letters in which other programs show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from cryptography import x509

from certificates.signing.models import SigningKey


@dataclass(frozen=True)
class PublishedKey:
    """A key: from which day to which it signs, and whether its certificate is its own word alone.

    `fingerprint` is in pairs of capital letters with colons between them, as OpenSSL writes it.
    """

    fingerprint: str
    since: date
    until: date | None
    self_made: bool


def describe(key: SigningKey, zone: ZoneInfo) -> PublishedKey:
    """What the public may know of `key`; days by the clocks of `zone`."""
    certificate = x509.load_pem_x509_certificate(key.certificate.encode())
    letters = key.fingerprint.upper()
    return PublishedKey(
        fingerprint=":".join(letters[at : at + 2] for at in range(0, len(letters), 2)),
        since=key.created_at.astimezone(zone).date(),
        until=key.retired_at.astimezone(zone).date() if key.retired_at else None,
        self_made=certificate.issuer == certificate.subject,
    )
