"""Codes of the second factor: those an app makes (RFC 6238), and those kept on paper. Pure."""

import hmac
import secrets
from datetime import datetime

import pyotp

ISSUER = "KommA"
STEP_SECONDS = 30
#: Clocks of phones differ a little, and typing takes time (RFC 6238 §5.2).
STEPS_AROUND = (0, -1, 1)
RECOVERY_CODES = 10

_DIGITS = 6
# Without letters and digits that are taken for one another; 16 of these are 79 random bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226 §4 recommends."""
    return pyotp.random_base32()


def set_up_address(secret: str, email: str) -> str:
    """The `otpauth:` address that an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(
        name=email, issuer_name=ISSUER
    )


def find_step(secret: str, code: str, *, now: datetime) -> int | None:
    """The step of time whose code is `code`, now or one step aside; None for a wrong code."""
    here = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for step in (here + aside for aside in STEPS_AROUND):
        if hmac.compare_digest(totp.generate_otp(step), code):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes to print or write down, in groups of four."""
    return ["-".join(_new_group() for _ in range(_GROUPS)) for _ in range(RECOVERY_CODES)]


def plain(typed: str) -> str:
    """A code without what people put between its signs, in lower case. Only ASCII is left."""
    return "".join(sign for sign in typed.lower() if sign.isascii() and sign.isalnum())


def is_from_app(code: str) -> bool:
    """Whether a plain code is one that an app shows, not one from paper."""
    return len(code) == _DIGITS and code.isdecimal()


def _new_group() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH))
