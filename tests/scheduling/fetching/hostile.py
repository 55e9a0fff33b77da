"""A server on loopback that does what it is told to, and an internet of made-up places around it.

Nothing in the product lets a connection go elsewhere than to the address that was checked. So tests
replace `connecting.connect_to`, the one function that connects, by `Internet.connect`.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser

from scheduling.fetching.addresses import AllowedHosts, CalendarAddress
from scheduling.fetching.fetching import Failed, Fetched, Unchanged, fetch
from tests.scheduling.busy.calendars import calendar, event

#: Public addresses, at which nobody is asked: tests say what stands there.
PLACES = ("93.184.215.14", "151.101.2.132", "2a00:1450:4001:82f::200e")
NOTHING = AllowedHosts()
CALENDAR = calendar(event("UID:1", "DTSTART:20261102T080000Z", "DURATION:PT1H"))

Answer = bytes | Callable[["Visit"], None]


def answer(*headers: str, status: str = "200 OK", body: bytes = CALENDAR) -> bytes:
    """An answer as honest servers give it, with further headers."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return answer(f"Location: {location}", status=status, body=b"")


@dataclass(frozen=True)
class Visit:
    """One connection, seen from the server, once a request has come."""

    connection: socket.socket
    method: str
    target: str
    headers: Message
    over: threading.Event = field(repr=False)

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def drip(self, data: bytes, *, again: bool = True) -> None:
        """Send byte by byte, slowly, for ever if `again`."""
        _drip(self.connection, data, self.over)
        while again and not self.over.is_set():
            _drip(self.connection, data, self.over)

    def pour(self, data: bytes) -> None:
        """Send the data again and again, as fast as it is taken."""
        while not self.over.is_set():
            self.send(data)

    def keep_silent(self) -> None:
        self.over.wait()

    def reset(self) -> None:
        """End without saying goodbye (RST)."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def _drip(connection: socket.socket, data: bytes, over: threading.Event) -> None:
    for index in range(len(data)):
        connection.sendall(data[index : index + 1])
        if over.wait(0.02):
            return


class HostileServer:
    """Answers each request as `answers` says for its target; a context manager.

    One with a `greeting` reads nothing, sends this slowly and keeps silent.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, *, greeting: bytes | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.visits: list[Visit] = []
        self.connections = 0
        self._tls = tls
        self._greeting = greeting
        self._over = threading.Event()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> HostileServer:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=5)
            assert not thread.is_alive()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        # Clients that have had enough close the connection.
        with connection, contextlib.suppress(OSError):
            if self._greeting is not None:
                _drip(connection, self._greeting, self._over)
                self._over.wait()
                return
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(65536)
            if not received:
                return
            head += received
        line, _, rest = head.partition(b"\r\n")
        method, target, _ = line.decode("ascii").split(" ")
        visit = Visit(connection, method, target, BytesHeaderParser().parsebytes(rest), self._over)
        self.visits.append(visit)
        answered = self.answers.get(target, answer(status="404 Not Found", body=b""))
        if callable(answered):
            answered(visit)
        else:
            visit.send(answered)


@dataclass
class Internet:
    """Which names there are, what listens where, and who was looked up and connected to."""

    names: dict[str, list[str]] = field(default_factory=dict)
    places: dict[tuple[str, int], int] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)

    def put(self, server: HostileServer, name: str, place: str = PLACES[0], port: int = 80) -> None:
        """Let the server be found under the name."""
        self.names.setdefault(name, []).append(place)
        self.places[place, port] = server.port

    def resolve(self, host: str) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self.names[host]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        if (address, port) not in self.places:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.places[address, port]), seconds)

    def fetch(self, url: str, **options: object) -> Fetched | Unchanged | Failed:
        """What `fetch` gives for an address, not read before: fetching reads it itself."""
        options = {"allowed": NOTHING, "resolve": self.resolve, "deadline_seconds": 60} | options
        return fetch(CalendarAddress(url), **options)  # type: ignore[arg-type]
