"""Keys that certificates are signed with. A key that ever signed stays published for good."""

from datetime import datetime

from cryptography.x509 import load_pem_x509_certificate
from cryptography.x509.oid import NameOID
from sqlalchemy import Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.base import Identified
from app.kernel.db import Model
from app.kernel.ddl import Trigger, declare_trigger

KEY_ID_LENGTH = 43
FINGERPRINT_LENGTH = 64


class SigningKey(Identified, Model):
    """A key pair: `certificate` is its public half, as PEM; `sealed` its private one.

    `key_id` is the thumbprint of RFC 7638, by which a credential names its key; `fingerprint` the
    SHA-256 of the X.509 certificate in DER, in hexadecimal letters. `sealed` is empty where the
    operator keeps the private key outside, in a file of the configuration. One key is in use.
    """

    __tablename__ = "signing_keys"
    __table_args__ = (
        # A column of its own value: at most one row where it is true.
        Index(
            "uq_signing_keys_in_use",
            "in_use",
            unique=True,
            sqlite_where=text("in_use"),
            postgresql_where=text("in_use"),
        ),
    )

    key_id: Mapped[str] = mapped_column(String(KEY_ID_LENGTH), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(FINGERPRINT_LENGTH), unique=True)
    certificate: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime]
    in_use: Mapped[bool]
    retired_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        """Who the certificate says signs with it."""
        subject = load_pem_x509_certificate(self.certificate.encode()).subject
        names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else subject.rfc4514_string()


declare_trigger(
    Trigger(
        name="signing_keys_are_final",
        table="signing_keys",
        timing="BEFORE UPDATE OF key_id, fingerprint, certificate, created_at",
        message="signing_keys_are_final",
    )
)
declare_trigger(
    Trigger(
        name="signing_keys_stay_published",
        table="signing_keys",
        timing="BEFORE DELETE",
        message="signing_keys_stay_published",
    )
)
