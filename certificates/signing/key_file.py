"""Reads the operator's own key with its certificate from a PEM or PKCS#12 file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from app.kernel.errors import ConfigurationError
from certificates.signing.material import SigningMaterial

KEY, PASSWORD = "CERTIFICATE_KEY", "CERTIFICATE_KEY_PASSWORD"
LEAST_BITS = 2048


def read_key_file(path: Path, password: str) -> SigningMaterial:
    """The key in the file, its certificate and what is above that.

    Raises ConfigurationError where the file holds no key that certificates can be signed with.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(KEY, f"cannot be read ({error.strerror})") from None
    private_key, certificates = _read(content, password.encode() or None)
    if not isinstance(private_key, RSAPrivateKey) or private_key.key_size < LEAST_BITS:
        raise ConfigurationError(KEY, f"must hold an RSA key of at least {LEAST_BITS} bits")
    public_key = private_key.public_key()
    own = [each for each in certificates if each.public_key() == public_key]
    if not own:
        raise ConfigurationError(KEY, "holds no certificate that belongs to its key")
    _require_use(own[0])
    chain = tuple(each for each in certificates if each != own[0])
    return SigningMaterial(private_key, own[0], chain)


def require_valid(material: SigningMaterial, *, now: datetime) -> None:
    """Raise ConfigurationError where the certificate is no longer valid, or not yet."""
    begin, end = material.certificate.not_valid_before_utc, material.certificate.not_valid_after_utc
    if not begin <= now <= end:
        raise ConfigurationError(
            KEY, f"the certificate is valid from {begin.date()} to {end.date()} only"
        )


def _read(content: bytes, password: bytes | None) -> tuple[object, list[x509.Certificate]]:
    is_pem = b"-----BEGIN " in content
    try:
        if is_pem:
            return _read_pem(content, password)
        bundle = load_pkcs12(content, password)
    except TypeError:  # a password is missing, or given for a key that has none
        fault = "must be set: the key is encrypted" if password is None else "the key needs none"
        raise ConfigurationError(PASSWORD, fault) from None
    except ValueError as error:
        if "password" in str(error).lower() or (is_pem and password):
            raise ConfigurationError(PASSWORD, "does not open the key") from None
        raise ConfigurationError(
            KEY, "must be a PEM or PKCS#12 file with a key and its certificate"
        ) from None
    found = [bundle.cert, *bundle.additional_certs]
    return bundle.key, [each.certificate for each in found if each is not None]


def _read_pem(content: bytes, password: bytes | None) -> tuple[object, list[x509.Certificate]]:
    private_key = load_pem_private_key(content, password)
    has_certificate = b"-----BEGIN CERTIFICATE-----" in content
    return private_key, x509.load_pem_x509_certificates(content) if has_certificate else []


def _require_use(certificate: x509.Certificate) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise ConfigurationError(KEY, "the certificate is not for signatures (key usage)")
