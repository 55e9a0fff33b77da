"""Signs credentials as compact JWS (RFC 7515), RS256. Pure."""

from __future__ import annotations

import jwt

from certificates.badges.credential import JsonObject
from certificates.signing.material import SigningMaterial


def sign_credential(payload: JsonObject, material: SigningMaterial) -> str:
    """The VC-JWT of a credential, naming its key in `kid`."""
    return jwt.encode(
        payload,
        material.private_key,
        algorithm="RS256",
        headers={"kid": material.key_id, "typ": "JWT"},
    )
