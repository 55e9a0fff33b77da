"""Device cookies: a browser in which somebody signed in before has attempts of its own.

Whoever guesses at an address from many places uses up what strangers may try there, but not what
its owner's browser may. After the OWASP page "Slow Down Online Guessing Attacks with Device
Cookies". A cookie opens nothing; it holds random letters, the day it was given and a MAC over both
and the address, so that it holds for no other address and tells nobody's. Pure.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

KNOWN_FOR = timedelta(days=365)
_NONCE_BYTES = 16


def new_device(email: str, *, key: str, now: datetime) -> str:
    """The value of a cookie for a browser in which `email` has just signed in."""
    given = f"{secrets.token_urlsafe(_NONCE_BYTES)}.{int(now.timestamp())}"
    return f"{given}.{_mac(given, email, key)}"


def find_device(value: str | None, email: str, *, key: str, now: datetime) -> str | None:
    """The device that `value` stands for, or None where it was not given for `email`, or long ago.

    The same cookie always gives the same name, under which its failures are counted.
    """
    if value is None or not value.isascii():
        return None  # none of ours
    given, _, mac = value.rpartition(".")
    nonce, _, instant = given.partition(".")
    genuine = hmac.compare_digest(mac.encode(), _mac(given, email, key).encode())
    if not genuine or now - KNOWN_FOR >= datetime.fromtimestamp(int(instant), now.tzinfo):
        return None
    return nonce


def _mac(given: str, email: str, key: str) -> str:
    text = f"komma device\0{given}\0{email.strip().lower()}"
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
