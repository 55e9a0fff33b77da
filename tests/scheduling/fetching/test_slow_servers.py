"""One deadline for everything: whoever is slow anywhere is left in time."""

import socket
import threading
import time
from contextlib import ExitStack

import pytest

from scheduling.fetching.addresses import AllowedHosts
from scheduling.fetching.fetching import Failed, Problem
from tests.scheduling.fetching.hostile import (
    CALENDAR,
    HostileServer,
    Internet,
    answer,
    redirect,
)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n"
SLOW = {
    "silent": lambda visit: visit.keep_silent(),
    "dripping headers": lambda visit: (visit.send(HEAD), visit.drip(b"X-A: 1\r\n")),
    "dripping one header": lambda visit: (visit.send(HEAD), visit.drip(b"x")),
    "dripping promises": lambda visit: visit.drip(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "dripping a body": lambda visit: visit.drip(answer(body=CALENDAR * 9), again=False),
    "dripping chunks": lambda visit: (
        visit.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        visit.drip(b"1\r\nx\r\n"),
    ),
    "silent within": lambda visit: (visit.send(HEAD + b"\r\nBEGIN"), visit.keep_silent()),
    "slowly redirecting": lambda visit: (visit.over.wait(0.15), visit.send(redirect("/"))),
}
SECONDS = 0.4


@pytest.fixture(autouse=True)
def in_time():
    """Generous: a busy machine is slow, too. What is not left in time goes on for ever."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < SECONDS + 4


@pytest.mark.parametrize("kind", SLOW)
def test_a_slow_server_is_left(internet, server, kind):
    server.answers["/"] = SLOW[kind]
    fetched = internet.fetch("http://calendar.example/", deadline_seconds=SECONDS)
    assert fetched == Failed(Problem.UNREACHABLE)


@pytest.mark.parametrize("greeting", [b"", b"\x16\x03\x03\x40\x00" + bytes(500)])
def test_a_handshake_without_an_end_is_left(internet, greeting):
    with HostileServer(greeting=greeting) as server:
        internet.put(server, "calendar.example", port=443)
        fetched = internet.fetch("https://calendar.example/", deadline_seconds=SECONDS)
    assert fetched == Failed(Problem.UNREACHABLE)
    assert server.connections == 1


def test_a_place_that_does_not_answer_is_left():
    """The real way out, to a listener whose queue is full: it drops who knocks."""
    with socket.socket() as listener, ExitStack() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        for _ in range(8):
            first = waiting.enter_context(socket.socket())
            first.setblocking(False)
            first.connect_ex(("127.0.0.1", port))
        fetched = Internet().fetch(
            f"http://127.0.0.1:{port}/",
            allowed=AllowedHosts.parse(f"127.0.0.1:{port}"),
            deadline_seconds=SECONDS,
        )
    assert fetched == Failed(Problem.UNREACHABLE)


def test_a_look_up_without_an_end_is_left(internet):
    over = threading.Event()
    fetched = internet.fetch(
        "http://calendar.example/",
        resolve=lambda _host: [str(over.wait(10))],
        deadline_seconds=SECONDS,
    )
    over.set()
    assert fetched == Failed(Problem.UNREACHABLE)
    assert not internet.connected


def test_no_time_is_no_time(internet, server):
    fetched = internet.fetch("http://calendar.example/", deadline_seconds=0)
    assert fetched == Failed(Problem.UNREACHABLE)
    assert not internet.connected
