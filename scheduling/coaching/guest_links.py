"""The secret address in a guest's mail. Signed, not kept: every later mail needs it again."""

from flask import current_app
from itsdangerous import BadSignature, Signer

from app.kernel.errors import NotFound
from scheduling.coaching.models import BookingGuest
from scheduling.coaching.queries import get_guest


def guest_token(guest: BookingGuest) -> str:
    """What the address of the guest's page holds."""
    return _signer().sign(guest.public_id).decode()


def get_guest_by_token(token: str) -> BookingGuest:
    """The guest whose mail holds `token`. Raises NotFound for every other token."""
    try:
        public_id = _signer().unsign(token).decode()
    except (BadSignature, UnicodeError) as error:
        raise NotFound from error
    return get_guest(public_id)


def _signer() -> Signer:
    return Signer(current_app.secret_key, salt="booking-guest")
