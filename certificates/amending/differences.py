"""What a new certificate would say otherwise than the one it replaces. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from certificates.printing.document import CertificateData

#: What is compared, in the order in which people read it. The rest is new every time, such as the
#: code and the day of issue.
COMPARED = (
    "holder_name",
    "course_title",
    "total_minutes",
    "dates",
    "modules",
    "valid_until",
    "issuer",
    "signatory",
    "signatory_function",
    "notice",
    "language",
)
#: What is new on every certificate.
ALWAYS_NEW = frozenset({"code", "verify_url", "issued_on", "replaces"})


@dataclass(frozen=True)
class Difference:
    """One thing that is said otherwise: the field's name, and both values."""

    field: str
    before: object
    after: object


def differences(before: CertificateData, after: CertificateData) -> tuple[Difference, ...]:
    """All that `after` says otherwise than `before`."""
    get: Callable[[CertificateData, str], object] = getattr
    return tuple(
        Difference(name, get(before, name), get(after, name))
        for name in COMPARED
        if get(before, name) != get(after, name)
    )


def mark_of(data: CertificateData, design_version_id: int, status: str) -> str:
    """A mark that changes with what the new one would say, and with what the old one is worth.

    Who agrees to a replacement agrees to what they were shown.
    """
    said = {name: value for name, value in data.to_json().items() if name not in ALWAYS_NEW}
    text = json.dumps([said, design_version_id, status], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
