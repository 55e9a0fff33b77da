"""Signs credentials as compact JWS (RFC 7515), RS256, and says by which keys. Pure."""

from __future__ import annotations

import base64
from collections.abc import Iterable

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from certificates.badges.credential import KEYS, JsonObject
from certificates.signing.material import SigningMaterial, unsigned


def sign_credential(payload: JsonObject, material: SigningMaterial) -> str:
    """The VC-JWT of a credential. The same payload and key give the same token.

    `kid` is an address at which the key is to be had as a JWK, and there is no `jwk` beside it:
    the specification wants one of the two and allows no other headers than these four (Open Badges
    3.0, section 8.2.3). A key that a token brings along proves nothing.
    """
    return jwt.encode(
        payload,
        material.private_key,
        algorithm="RS256",
        headers={"kid": key_address(payload["iss"], material.key_id), "typ": "JWT"},
    )


def key_address(base_url: str, key_id: str) -> str:
    """Where the public half of a key is to be had: also its name in tokens and key sets."""
    return f"{base_url}{KEYS}{key_id}"


def public_key(address: str, certificate_pem: str) -> JsonObject:
    """The public half of a key as JWK (RFC 7517), named by its address, with its certificate."""
    certificate = x509.load_pem_x509_certificate(certificate_pem.encode())
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        raise TypeError("must be the certificate of an RSA key")
    numbers = key.public_numbers()
    return {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": address,
        "n": unsigned(numbers.n),
        "e": unsigned(numbers.e),
        "x5c": [base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()],
    }


def key_set(keys: Iterable[JsonObject]) -> JsonObject:
    """Several keys as JWK Set (RFC 7517, section 5)."""
    return {"keys": list(keys)}
