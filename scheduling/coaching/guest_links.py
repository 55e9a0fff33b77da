"""The secret address in a guest's mail. Signed, not kept: every later mail needs it again."""

import hashlib
import hmac

from flask import current_app

from app.kernel.errors import NotFound
from scheduling.coaching.models import BookingGuest
from scheduling.coaching.queries import get_guest


def guest_token(guest: BookingGuest) -> str:
    """What the address of the guest's page holds."""
    return f"{guest.public_id}.{_mac(guest.public_id)}"


def get_guest_by_token(token: str) -> BookingGuest:
    """The guest whose mail holds `token`. Raises NotFound for every other token."""
    public_id, _dot, mac = token.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(public_id).encode()):
        raise NotFound
    return get_guest(public_id)


def _mac(public_id: str) -> str:
    key = current_app.extensions["komma"].settings.secret_key
    text = f"komma guest\0{public_id}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
