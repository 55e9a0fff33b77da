"""Whatever a server sends, there is an answer."""

import socket
from contextlib import closing
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduling.fetching import connecting
from scheduling.fetching.fetching import Failed, Fetched, Problem
from tests.scheduling.fetching.hostile import PLACES, Internet

WORDS = st.sampled_from(
    [
        b"HTTP/1.1", b"HTTP/1.0", b"HTTP/0.9", b" 200 OK", b" 302 Found", b" 304", b" 503", b"\r\n",
        b"\n", b"\r\n\r\n", b": ", b":", b",", b";", b" ", b"Content-Length", b"Transfer-Encoding",
        b"Content-Encoding", b"Location", b"ETag", b"Date", b"Retry-After", b"chunked", b"gzip",
        b"0", b"-1", b"ffffffffffffffffffff", b"\x1f\x8b\x08\x00", b"http://", b"//[", b"\\",
        b"\xff", b"\x00", b"Content-Type", b"message/rfc822", b"multipart/mixed; boundary=a",
        b"=?utf-8?q?=E4?=", b"Connection", b"keep-alive", b"Mon, 02 Nov 2026 08:00:00 GMT",
    ]
)  # fmt: skip
PARTS = st.lists(st.one_of(WORDS, st.binary(max_size=9)), max_size=40).map(b"".join)
HEADERS = st.lists(st.tuples(WORDS, st.just(b": "), WORDS, WORDS, st.just(b"\r\n")).map(b"".join))
ANSWERS = st.tuples(
    st.sampled_from([b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\n", b"HTTP/1.0 503 \r\n", b""]),
    HEADERS.map(b"".join),
    st.just(b"\r\n"),
    PARTS,
).map(b"".join)


def fetch_what_says(sent: bytes):
    ours, theirs = socket.socketpair()

    def connect(*_: object) -> socket.socket:
        if ours.fileno() < 0:
            raise ConnectionRefusedError
        return ours

    with closing(ours), theirs, patch.object(connecting, "connect_to", connect):
        theirs.sendall(sent)
        theirs.shutdown(socket.SHUT_WR)
        return Internet({"calendar.example": [PLACES[0]]}).fetch("http://calendar.example/")


@given(st.one_of(PARTS, ANSWERS))
@example(b"HTTP/1.1 302 Found\r\nLocation: //[\r\n\r\n")
@example(b"HTTP/1.1 302 Found\r\nLocation: \xff\xfe\r\n\r\n")
@example(b"HTTP/1.1 503 \r\nRetry-After: Mon, 99 Nov 99999 08:00:00 +9999\r\nDate: 0\r\n\r\n")
def test_any_bytes_have_an_answer(sent):
    fetched = fetch_what_says(sent)
    assert isinstance(fetched, Fetched) or fetched.problem in Problem


@pytest.mark.parametrize("location", ["//[", "http://[::1", "http://a\udcffb/"])
def test_a_redirect_that_cannot_be_read_leads_nowhere(location):
    sent = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n".encode("utf-8", "surrogateescape")
    assert isinstance(fetch_what_says(sent), Failed)
