"""What a name resolves to, looked up once and checked before anything is connected to."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from itertools import compress, zip_longest
from operator import not_

from app.kernel.hosts import AllowedHosts, address_of
from scheduling.fetching.deadline import Deadline
from scheduling.fetching.public_addresses import is_public

#: Gives the addresses of a name as text. May raise OSError or ValueError where there are none.
Resolver = Callable[[str], Sequence[str]]

#: Of more addresses the first are tried, so that no name makes us knock at many doors.
MOST_ADDRESSES = 4


class ForbiddenAddress(Exception):
    """The name leads to an address that is neither public nor allowed."""


def resolve_host(host: str) -> list[str]:
    """The addresses of a name as the machine finds them. Raises OSError or ValueError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def checked_addresses(
    host: str, port: int, *, allowed: AllowedHosts, resolve: Resolver, stop: Deadline
) -> list[str]:
    """Where to connect to for `host`: addresses that were all looked at, a few at most.

    One address that is not public is enough to refuse all of them: a name with both leads inside
    for whoever asks often enough, and no public server needs it. Raises ForbiddenAddress, OSError.
    """
    found = [host] if address_of(host) else _look_up(host, resolve, stop)
    if not found:
        raise OSError("the name has no address")
    if not allowed.has(host, port) and not all(_may_reach(ip, port, allowed) for ip in found):
        raise ForbiddenAddress
    return _a_few(found)


def _a_few(addresses: list[str]) -> list[str]:
    """The first of both families in turn (RFC 8305, 4): where IPv6 leads nowhere, IPv4 may."""
    is_first_family = [(":" in ip) == (":" in addresses[0]) for ip in addresses]
    first = compress(addresses, is_first_family)
    second = compress(addresses, map(not_, is_first_family))
    in_turn = [ip for pair in zip_longest(first, second) for ip in pair if ip]
    return in_turn[:MOST_ADDRESSES]


def _may_reach(ip: str, port: int, allowed: AllowedHosts) -> bool:
    return is_public(ip) or allowed.has(ip, port)


def _look_up(host: str, resolve: Resolver, stop: Deadline) -> list[str]:
    """What `resolve` says, or TimeoutError.

    A look-up of the operating system cannot be broken off. So it runs in a thread of its own, which
    nobody waits for once the time is over, not even the end of the process; the system gives it up
    by itself some seconds later.
    """
    answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put([str(ip_address(ip)) for ip in resolve(host)])
        except (OSError, ValueError):
            answers.put([])

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        return answers.get(timeout=stop.left())
    except queue.Empty:
        raise TimeoutError("the look-up takes too long") from None
