"""Addresses of things that lie elsewhere: which are taken, and where they lead. Pure."""

import re
from urllib.parse import urlsplit

LONGEST_ADDRESS = 1000


def is_usable_address(address: str) -> bool:
    """Whether `address` is one of HTTPS that says plainly where it leads.

    Names and passwords before the host (RFC 3986, 3.2.1) are refused: they make one host look like
    another.
    """
    if len(address) > LONGEST_ADDRESS or re.search(r"[\s\x00-\x1f\\]", address):
        return False
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host_of(address)) and "@" not in parts.netloc


def host_of(address: str) -> str:
    """The host that `address` leads to, as the network names it (RFC 3490): letters that only look
    like others are seen. Empty where there is none.
    """
    try:
        host = urlsplit(address).hostname or ""
        return host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
