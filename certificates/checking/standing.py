"""What a certificate is worth on a day, and since when or until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from certificates.register.models import Certificate, Status


class Worth(StrEnum):
    """What the check page says at its top."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Standing:
    """What it is worth; `day` is that of the revocation or replacement, or the last valid one."""

    worth: Worth
    day: date | None


def standing_of(certificate: Certificate, *, now: datetime, zone: ZoneInfo) -> Standing:
    """What `certificate` is worth `now`, by the clocks of `zone`.

    What somebody decided weighs more than the calendar: a revoked one is revoked for good, and who
    has one that was replaced is to ask for the new one even if the old has expired since.
    """
    if certificate.status == Status.REVOKED:
        return Standing(Worth.REVOKED, certificate.revoked_at.astimezone(zone).date())
    if certificate.status == Status.SUPERSEDED:
        return Standing(Worth.SUPERSEDED, certificate.superseded_at.astimezone(zone).date())
    expired = certificate.is_expired(now.astimezone(zone).date())
    return Standing(Worth.EXPIRED if expired else Worth.VALID, certificate.valid_until)
