"""Addresses of calendars as people paste them, read so that they lead to public servers. Pure.

An address is read when it is saved, each time it is fetched, and so is each that a server redirects
to. What it leads to by its own spelling is judged here; what its name resolves to, when it is
fetched. The path is often the only secret of a calendar, so an address never shows it by itself.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, urlsplit

from app.kernel.hosts import WEB_PORTS, AllowedHosts, UnusualSpelling, address_of, read_host
from scheduling.fetching.public_addresses import is_public

LONGEST_ADDRESS = 2000

_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_IN_BRACKETS = re.compile(r"\[[^\[\]]*\](:.*)?")
#: Names that are never public: RFC 6761, RFC 6762 with its appendix G, RFC 8375, and ICANN's
#: `internal`. A name without a dot is found by the network's own suffix only.
_INNER_ENDINGS = (
    ".localhost", ".local", ".internal", ".home.arpa",
    ".intranet", ".private", ".corp", ".home", ".lan", ".localdomain",
)  # fmt: skip


class RefusedBecause(StrEnum):
    """What is wrong with an address."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    SCHEME = "scheme"
    CREDENTIALS = "credentials"
    PORT = "port"
    NOT_PUBLIC = "not_public"


class AddressRefused(ValueError):
    """The address is not taken, because of `reason`. It says nothing of the address itself."""

    def __init__(self, reason: RefusedBecause) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, repr=False)
class CalendarAddress:
    """The address of a calendar: http or https, in ASCII, without name, password and fragment."""

    url: str

    @classmethod
    def parse(cls, text: str, allowed: AllowedHosts) -> CalendarAddress:
        """Read what somebody pasted; `webcal://` means HTTPS. Raises AddressRefused.

        Hosts must be public and ports 80 or 443, save for what is `allowed`.
        """
        parts = _split(text.strip())
        if "@" in parts.netloc:
            raise AddressRefused(RefusedBecause.CREDENTIALS)
        host = _host_of(parts)
        port = _port_of(parts)
        if not allowed.has(host, port):
            if not _may_be_public(host):
                raise AddressRefused(RefusedBecause.NOT_PUBLIC)
            if port not in WEB_PORTS:
                raise AddressRefused(RefusedBecause.PORT)
        authority = _authority(host, port, parts.scheme)
        path, query = _in_ascii(parts.path or "/"), _in_ascii(parts.query)
        url = parts._replace(netloc=authority, path=path, query=query, fragment="").geturl()
        if len(url) > LONGEST_ADDRESS:
            raise AddressRefused(RefusedBecause.TOO_LONG)
        return cls(url)

    @property
    def host(self) -> str:
        """The name or address of the server, in ASCII; of IPv6 without brackets."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The port, the scheme's own where none is named."""
        return _port_of(urlsplit(self.url))

    @property
    def authority(self) -> str:
        """The host, and the port where it is not the scheme's own (RFC 9110, 7.2)."""
        return urlsplit(self.url).netloc

    @property
    def target(self) -> str:
        """Path and query, which are asked for (RFC 9112, 3.2.1). A secret."""
        parts = urlsplit(self.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def is_encrypted(self) -> bool:
        """Whether it is asked over TLS."""
        return self.url.startswith("https:")

    @property
    def masked(self) -> str:
        """What may be shown and logged: the host, and that more follows."""
        return f"{self.authority}/…"

    def __repr__(self) -> str:
        return f"CalendarAddress({self.masked})"


def _split(text: str) -> SplitResult:
    if not text:
        raise AddressRefused(RefusedBecause.EMPTY)
    if len(text) > LONGEST_ADDRESS:
        raise AddressRefused(RefusedBecause.TOO_LONG)
    # Programs drop some of these characters, or take a backslash for a slash, and so read another
    # host than we would.
    if any(not character.isprintable() or character in " \\" for character in text):
        raise AddressRefused(RefusedBecause.UNREADABLE)
    given, colon, rest = text.partition(":")
    scheme = _SCHEMES.get(given.lower())
    if not colon or scheme is None:
        raise AddressRefused(RefusedBecause.SCHEME)
    if not rest.startswith("//"):
        raise AddressRefused(RefusedBecause.UNREADABLE)
    try:
        return urlsplit(f"{scheme}:{rest}")
    except ValueError:
        raise AddressRefused(RefusedBecause.UNREADABLE) from None


def _host_of(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        if "[" not in parts.netloc:
            return read_host(host)
        if not _IN_BRACKETS.fullmatch(parts.netloc):  # urlsplit reads over what stands around them
            raise AddressRefused(RefusedBecause.UNREADABLE)
        return read_host(f"[{host}]")
    except UnusualSpelling:
        raise AddressRefused(RefusedBecause.NOT_PUBLIC) from None
    except ValueError:
        raise AddressRefused(RefusedBecause.UNREADABLE) from None


def _port_of(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        raise AddressRefused(RefusedBecause.PORT) from None
    return _DEFAULT_PORTS[parts.scheme] if port is None else port


def _may_be_public(host: str) -> bool:
    if address_of(host) is not None:
        return is_public(host)
    return "." in host and not host.endswith(_INNER_ENDINGS)


def _authority(host: str, port: int, scheme: str) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port == _DEFAULT_PORTS[scheme] else f"{name}:{port}"


def _in_ascii(text: str) -> str:
    """Letters beyond ASCII as UTF-8 in percent signs (RFC 3987, 3.1), all else as it is."""
    return quote(text, safe=string.punctuation)
