"""Connections to addresses that were checked, and sockets that keep to a deadline."""

from __future__ import annotations

import functools
import io
import socket
import ssl
from collections.abc import Sequence

from scheduling.fetching.deadline import Deadline


class TooMuch(Exception):
    """The server sends more than it is allowed to."""


def open_socket(
    addresses: Sequence[str], port: int, *, server_name: str | None, stop: Deadline
) -> socket.socket:
    """A connection to the first of the addresses that answers, over TLS where there is a name.

    The certificate must be valid for `server_name` (RFC 9110, 4.3.4). Raises OSError, also where
    there is no valid certificate; the caller closes what it gets.
    """
    raw = _first_that_answers(addresses, port, stop)
    if server_name is None:
        return raw
    try:
        raw.settimeout(stop.left())
        return trusted().wrap_socket(raw, server_hostname=server_name)
    except BaseException:
        raw.close()
        raise


def _first_that_answers(addresses: Sequence[str], port: int, stop: Deadline) -> socket.socket:
    *others, last = addresses
    for tried, address in enumerate(others):
        try:
            # One that is silent leaves time for the next.
            return connect_to(address, port, stop.left() / (len(addresses) - tried))
        except OSError:
            continue
    return connect_to(last, port, stop.left())


def connect_to(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address, never to a name: nothing is looked up here. Raises OSError."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect((address, port))
    except BaseException:
        connection.close()
        raise
    return connection


@functools.cache
def trusted() -> ssl.SSLContext:
    """What the machine trusts, read once: that takes longer than most calendars."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


class TimedSocket:
    """A socket as `http.client` uses it, with one deadline for all reads and an allowance.

    `allowance` is how many more bytes the server may send. Whoever opened the socket closes it.
    """

    def __init__(self, connection: socket.socket, *, allowance: int, stop: Deadline) -> None:
        self.allowance = allowance
        self._connection = connection
        self._stop = stop

    def sendall(self, data: bytes) -> None:
        """Send all of it. Raises OSError."""
        self._connection.settimeout(self._stop.left())
        self._connection.sendall(data)

    def receive_into(self, buffer: memoryview) -> int:
        """Read what is there into the buffer; 0 at the end. Raises TooMuch, OSError."""
        self._connection.settimeout(self._stop.left())
        count = self._connection.recv_into(buffer)
        self.allowance -= count
        if self.allowance < 0:
            raise TooMuch
        return count

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What the server sends, as a file."""
        return io.BufferedReader(_Received(self))

    def close(self) -> None:
        """Nothing: `http.client` calls it while the answer is still to be read."""


class _Received(io.RawIOBase):
    def __init__(self, source: TimedSocket) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        return self._source.receive_into(buffer)
