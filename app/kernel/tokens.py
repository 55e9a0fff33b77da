"""Random tokens of which only the hash is kept."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits in URL-safe text."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256 of a random token, in hexadecimal. The token's own entropy makes salt needless."""
    return hashlib.sha256(token.encode()).hexdigest()
