"""Fetches a file from an address that somebody typed, as if everybody meant harm.

*Where to.* A name is looked up once, each address of it is checked, and the connection goes to the
very address that was checked; TLS still proves the name. Each redirect is read and checked like an
address that was typed. What is forbidden is not connected to, so nobody learns from an answer, or
from how long it takes, whether a port inside is open.

*How long.* One deadline holds for all of it: look-up, connecting, TLS, headers and a body that
comes byte by byte. *How much.* 64 KB of headers, and 5 MB both as sent and as unpacked.

*What is told.* No cookies, credentials, proxies or Referer, none of the environment's either. What
a server said of a file's state (ETag, Last-Modified) goes back with the first request only, and is
kept only where the first answer was the file: so it returns to the address that it came from, and
whoever is redirected to never sees another server's. Nothing of an address is logged or raised.

`http.client` does the protocol. Libraries above it give timeouts for each read and leave slow
servers as much time as they like, resolve names on their own, log paths, and follow the
environment; what would have to be taken from them is more than what is added here. It asks for gzip
alone, since `deflate` means two things to servers, and nothing else is unpacked.
"""

from __future__ import annotations

import zlib
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urljoin

from app.kernel.hosts import AllowedHosts
from scheduling.fetching.addresses import AddressRefused, CalendarAddress
from scheduling.fetching.answers import (
    LARGEST_FILE,
    Validators,
    conditions_of,
    read_content,
    validators_from,
    wait_from,
)
from scheduling.fetching.connecting import TimedSocket, TooMuch, open_socket
from scheduling.fetching.deadline import Deadline
from scheduling.fetching.resolving import (
    ForbiddenAddress,
    Resolver,
    checked_addresses,
    resolve_host,
)

MOST_REDIRECTS = 5
MOST_HEADERS = 64 * 1024
#: What a file may take on the wire: chunked transfer writes more than the file itself.
MOST_SENT = LARGEST_FILE + 1024 * 1024

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
    "Accept-Encoding": "gzip",
    "User-Agent": "KommA calendar reader",
    "Connection": "close",
}


class Problem(StrEnum):
    """Why there is no file."""

    #: No such name, nobody there, no valid certificate, too slow, or no sense in what comes.
    UNREACHABLE = "unreachable"
    #: The address, its name or a redirect leads to what is not public.
    FORBIDDEN_ADDRESS = "forbidden_address"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    REFUSED = "refused"
    GONE = "gone"
    BUSY = "busy"
    SERVER_FAULT = "server_fault"


_PROBLEMS = {
    401: Problem.REFUSED,
    403: Problem.REFUSED,
    404: Problem.GONE,
    410: Problem.GONE,
    429: Problem.BUSY,
    503: Problem.BUSY,
}


@dataclass(frozen=True)
class Fetched:
    """The file. Whether it is a calendar is for others to say, whatever its type claims."""

    content: bytes = field(repr=False)
    validators: Validators


@dataclass(frozen=True)
class Unchanged:
    """The file is still the one that the known validators came with."""


@dataclass(frozen=True)
class Failed:
    """There is no file; the server may have asked not to be asked again for a while."""

    problem: Problem
    retry_after: timedelta | None = None


@dataclass(frozen=True)
class _Redirect:
    location: str


def fetch(
    address: CalendarAddress,
    *,
    allowed: AllowedHosts,
    known: Validators | None = None,
    resolve: Resolver = resolve_host,
    deadline_seconds: float = 15.0,
) -> Fetched | Unchanged | Failed:
    """The file at `address`, or why there is none; whatever the server does, nothing is raised.

    `allowed` are the hosts that may be asked although they are not public. `known` are the
    validators that a former call gave for this address. `resolve` gives the addresses of a name.
    """
    stop = Deadline(deadline_seconds)
    try:
        return _follow(address.url, known, allowed=allowed, resolve=resolve, stop=stop)
    except (AddressRefused, ForbiddenAddress):
        return Failed(Problem.FORBIDDEN_ADDRESS)
    except TooMuch:
        return Failed(Problem.TOO_LARGE)
    except (OSError, HTTPException, EOFError, zlib.error, ValueError):
        return Failed(Problem.UNREACHABLE)


def _follow(
    url: str, known: Validators | None, *, allowed: AllowedHosts, resolve: Resolver, stop: Deadline
) -> Fetched | Unchanged | Failed:
    """Ask at `url` and at each address that the answers lead to."""
    was_encrypted = False
    for asked_before in range(MOST_REDIRECTS + 1):
        # What was allowed when the address was saved need not be allowed today.
        here = CalendarAddress.parse(url, allowed)
        if was_encrypted and not here.is_encrypted:
            raise ForbiddenAddress
        was_encrypted = here.is_encrypted
        conditions = conditions_of(known) if known and not asked_before else {}
        addresses = checked_addresses(
            here.host, here.port, allowed=allowed, resolve=resolve, stop=stop
        )
        answer = _ask(here, addresses, conditions, stop)
        if not isinstance(answer, _Redirect):
            if isinstance(answer, Fetched) and asked_before:
                return Fetched(answer.content, Validators(None, None))
            return answer
        url = urljoin(here.url, answer.location)
    return Failed(Problem.TOO_MANY_REDIRECTS)


def _ask(
    address: CalendarAddress, addresses: list[str], conditions: dict[str, str], stop: Deadline
) -> Fetched | Unchanged | Failed | _Redirect:
    """Make one request at one of the addresses. Raises what `fetch` turns into an answer."""
    server_name = address.host if address.is_encrypted else None
    with closing(open_socket(addresses, address.port, server_name=server_name, stop=stop)) as raw:
        timed = TimedSocket(raw, allowance=MOST_HEADERS, stop=stop)
        connection = HTTPConnection(address.host, address.port)
        connection.auto_open = 0  # it has its connection, and never makes one of its own
        connection.sock = timed
        headers = {"Host": address.authority, **_HEADERS, **conditions}
        connection.request("GET", address.target, headers=headers)
        try:
            response = connection.getresponse()
        except TooMuch:
            raise HTTPException("the headers do not end") from None
        with response:
            timed.allowance = MOST_SENT
            return _judge(response, is_conditional=bool(conditions))


def _judge(
    response: HTTPResponse, *, is_conditional: bool
) -> Fetched | Unchanged | Failed | _Redirect:
    status, headers = response.status, response.headers
    if status == 200:
        return Fetched(read_content(response), validators_from(headers))
    if status == 304 and is_conditional:
        return Unchanged()
    if status in _REDIRECTS and (location := headers.get("Location")):
        # Headers are read as Latin-1; who writes other letters into an address means UTF-8.
        return _Redirect(location.encode("latin-1").decode("utf-8", "replace"))
    return Failed(_PROBLEMS.get(status, Problem.SERVER_FAULT), wait_from(headers))
