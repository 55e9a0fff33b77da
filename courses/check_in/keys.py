"""What codes are signed with: a key of their own, made from that of the app."""

import hmac

from flask import current_app


def signing_key() -> bytes:
    """The key of check-ins. It changes with SECRET_KEY."""
    return hmac.digest(str(current_app.secret_key).encode(), b"check-in", "sha256")
