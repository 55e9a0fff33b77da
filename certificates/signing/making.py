"""Makes a key pair with a certificate that it signs itself. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from certificates.signing.material import SigningMaterial

KEY_BITS = 3072
#: As long as anybody may want to check what was signed with it.
VALIDITY = timedelta(days=20 * 365)


def make_material(*, name: str, now: datetime) -> SigningMaterial:
    """A new RSA-3072 key and its self-signed certificate for `name`, for signatures alone.

    Key usage digitalSignature and nonRepudiation (RFC 5280, 4.2.1.3). Whoever made it could have
    written any name: it proves that a document is unchanged, not who `name` is.
    """
    private_key = generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALIDITY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(private_key.public_key()), critical=False
        )
        .sign(private_key, SHA256())
    )
    return SigningMaterial(private_key, certificate)
