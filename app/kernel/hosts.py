"""Hosts of the network: how people spell them, and which an operator allows. Pure.

Programs disagree about what is an address: `127.1`, `0x7f.1`, `017700000001` and `2130706433` are
the loopback address to some of them and names to others. Here an address has one spelling, and
what only some programs take for one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import idna

WEB_PORTS = frozenset({80, 443})
LAST_PORT = 65535

_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_WITH_PORT = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:]*):(?P<port>[0-9]{1,5})")


class UnusualSpelling(ValueError):
    """Some programs would take the text for an IPv4 address; it is not spelled like one."""


def read_host(text: str) -> str:
    """The host as the network writes it: a name in ASCII, or an address in its shortest form.

    Names lose capitals and a dot at their end; other letters than ASCII's are mapped and encoded
    (UTS 46, RFC 5891). IPv6 comes in brackets (RFC 3986, 3.2.2) and loses them. Raises
    UnusualSpelling, and ValueError for all else that is no host.
    """
    if text.startswith("[") and text.endswith("]"):
        return str(IPv6Address(text[1:-1]))
    name = (text if text.isascii() else idna.encode(text, uts46=True).decode()).lower()
    name = name.removesuffix(".")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        try:
            return str(IPv4Address(name))
        except ValueError:
            raise UnusualSpelling("no usual spelling of an address") from None
    if not _NAME.fullmatch(name):
        raise ValueError("no host")
    return name


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """The address that `host` is, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


@dataclass(frozen=True)
class _Entry:
    """A name, or the addresses of a network, with the ports that are open there."""

    place: str | IPv4Network | IPv6Network
    ports: frozenset[int]


@dataclass(frozen=True)
class AllowedHosts:
    """Hosts that may be asked although they are not public. By default there are none."""

    entries: tuple[_Entry, ...] = ()

    @classmethod
    def parse(cls, text: str | Iterable[str]) -> AllowedHosts:
        """What stands between commas and spaces: names, addresses and networks (`10.1.2.0/24`).

        Each opens the ports 80 and 443, or the one that a name or an address ends with
        (`calendar.intern:8443`, `[fd00::1]:8443`). Raises ValueError naming what is none of these.
        """
        joined = text if isinstance(text, str) else ",".join(text)
        return cls(tuple(map(_read_entry, filter(None, re.split(r"[\s,]+", joined)))))

    def has(self, host: str, port: int) -> bool:
        """Whether `host`, a name or an address as `read_host` gives it, is allowed at `port`."""
        address = None if "%" in host else address_of(host)
        return any(
            port in entry.ports
            and (entry.place == host if isinstance(entry.place, str) else address in entry.place)
            for entry in self.entries
            if address is not None or isinstance(entry.place, str)
        )


def _read_entry(word: str) -> _Entry:
    try:
        if "/" in word:
            return _Entry(ip_network(word), WEB_PORTS)
        place, ports = word, WEB_PORTS
        if found := _WITH_PORT.fullmatch(word):
            place, ports = found["host"], frozenset({_read_port(found["port"])})
        host = read_host(f"[{place}]" if ":" in place and "[" not in place else place)
        if "%" in host:
            raise ValueError("the zone of an address is known on one machine only")
        return _Entry(host if address_of(host) is None else ip_network(host), ports)
    except ValueError:
        raise ValueError(f"{word} is no host, host:port or network") from None


def _read_port(text: str) -> int:
    if not 1 <= int(text) <= LAST_PORT:
        raise ValueError("no port")
    return int(text)
