"""What happens to certificates and others may react to, inside the same transaction."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CertificateIssued:
    """A person has got a certificate."""

    certificate_id: int
    at: datetime
