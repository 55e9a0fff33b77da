"""A key pair to sign with, loaded once. Pure: no request, no database, no network."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

TIME_STAMPS_FROM = b"Time stamps from: "


@dataclass(frozen=True)
class SigningMaterial:
    """A private RSA key with its X.509 certificate; `chain` are certificates above it, if any.

    `time_stamp_url` is the server that stamps its signatures with a time (RFC 3161), if any.
    """

    private_key: RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    time_stamp_url: str = ""

    def __reduce__(self) -> tuple[object, ...]:
        """For worker processes of one's own: the private key goes along, readable."""
        return _restored, (self.to_pem(),)

    @cached_property
    def key_id(self) -> str:
        """The thumbprint of the public key (RFC 7638, with SHA-256)."""
        numbers = self.private_key.public_key().public_numbers()
        members = {"e": unsigned(numbers.e), "kty": "RSA", "n": unsigned(numbers.n)}
        canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
        return _base64url(hashlib.sha256(canonical.encode()).digest())

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate, in hexadecimal letters."""
        return self.certificate.fingerprint(SHA256()).hex()

    @property
    def certificate_pem(self) -> str:
        """The certificate as PEM."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def to_pem(self) -> bytes:
        """Private key, certificate and chain as one PEM file without a password (PKCS#8).

        The time stamp server stands before them, where PEM has room for notes (RFC 7468, 5.2).
        """
        note = (
            TIME_STAMPS_FROM + self.time_stamp_url.encode() + b"\n" if self.time_stamp_url else b""
        )
        key = self.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        certificates = (self.certificate, *self.chain)
        return note + key + b"".join(each.public_bytes(Encoding.PEM) for each in certificates)

    @classmethod
    def from_pem(cls, pem: bytes) -> SigningMaterial:
        """Read what `to_pem` wrote. Raises ValueError for anything else."""
        private_key = load_pem_private_key(pem, password=None)
        if not isinstance(private_key, RSAPrivateKey):
            raise ValueError("must be an RSA key")
        certificate, *chain = x509.load_pem_x509_certificates(pem)
        note = pem.partition(b"\n")[0]
        url = note.removeprefix(TIME_STAMPS_FROM) if note.startswith(TIME_STAMPS_FROM) else b""
        return cls(private_key, certificate, tuple(chain), url.decode())


@lru_cache(maxsize=4)  # reading a key and checking it takes far longer than a signature
def _restored(pem: bytes) -> SigningMaterial:
    return SigningMaterial.from_pem(pem)


def unsigned(number: int) -> str:
    """A number as Base64urlUInt (RFC 7518, section 2)."""
    return _base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
