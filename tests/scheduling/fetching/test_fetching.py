"""What servers answer, honest ones and others, and what is asked of them."""

import gzip
import re
import threading
import tracemalloc
import zlib
from datetime import timedelta

import pytest

from scheduling.fetching.answers import LARGEST_FILE
from scheduling.fetching.fetching import Failed, Fetched, Problem, Unchanged, Validators
from tests.scheduling.fetching.hostile import CALENDAR, PLACES, answer, redirect

AT = "http://calendar.example"
NONE = Validators(None, None)


def test_a_file_is_fetched_with_what_tells_its_state(internet, server):
    server.answers["/a?key=1"] = answer(
        'ETag: W/"v1"', "Last-Modified: Mon, 02 Nov 2026 08:00:00 GMT"
    )
    known = Validators('W/"v1"', "Mon, 02 Nov 2026 08:00:00 GMT")
    assert internet.fetch(f"{AT}/a?key=1") == Fetched(CALENDAR, known)
    server.answers["/a?key=1"] = answer(status="304 Not Modified", body=b"")
    assert internet.fetch(f"{AT}/a?key=1", known=known) == Unchanged()
    assert server.visits[1].headers["If-None-Match"] == 'W/"v1"'
    assert server.visits[1].headers["If-Modified-Since"] == "Mon, 02 Nov 2026 08:00:00 GMT"


def test_a_request_says_what_it_must_and_nothing_else(internet, server, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine calendar.example login anna password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    server.answers["/one"] = answer(
        "Location: /two", "Set-Cookie: session=1", status="302 Found", body=b""
    )
    server.answers["/two"] = answer()
    assert internet.fetch(f"{AT}/one") == Fetched(CALENDAR, NONE)
    for visit in server.visits:
        assert visit.method == "GET"
        assert dict(visit.headers.items()) == {
            "Host": "calendar.example",
            "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
            "Accept-Encoding": "gzip",
            "User-Agent": "KommA calendar reader",
            "Connection": "close",
        }


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Same", "308 Moved"])
def test_redirects_are_followed(internet, server, status):
    server.answers["/a"] = redirect("b/c?d#e", status)
    server.answers["/b/c?d"] = answer()
    assert internet.fetch(f"{AT}/a") == Fetched(CALENDAR, NONE)


def test_five_redirects_are_enough(internet, server):
    server.answers |= {f"/{number}": redirect(f"/{number + 1}") for number in range(5)}
    server.answers["/5"] = answer()
    assert internet.fetch(f"{AT}/0") == Fetched(CALENDAR, NONE)
    server.answers["/5"] = redirect("/5")
    assert internet.fetch(f"{AT}/0") == Failed(Problem.TOO_MANY_REDIRECTS)
    assert internet.fetch(f"{AT}/5") == Failed(Problem.TOO_MANY_REDIRECTS)
    assert len(server.visits) == 3 * 6


def test_letters_beyond_ascii_in_a_redirect_are_utf8(internet, server):
    server.answers["/a"] = redirect("/Jürgen")
    server.answers["/J%C3%BCrgen"] = answer()
    assert internet.fetch(f"{AT}/a") == Fetched(CALENDAR, NONE)


def test_what_a_server_said_of_a_file_is_told_to_no_other(internet, server):
    """And a file at the end of a redirect is always fetched whole."""
    internet.put(server, "other.example", PLACES[1])
    server.answers["/a"] = redirect("http://other.example/b")
    server.answers["/b"] = answer('ETag: "b"')
    fetched = internet.fetch(f"{AT}/a", known=Validators('"a"', None))
    assert fetched == Fetched(CALENDAR, NONE)
    assert server.visits[0].headers["If-None-Match"] == '"a"'
    assert server.visits[1].headers["If-None-Match"] is None


@pytest.mark.parametrize("etag", ['"a\x07"', '"ä"', "", '"a"\r\n folded', f'"{"a" * 254}"'])
def test_what_cannot_be_sent_back_is_not_kept_and_not_sent(internet, server, etag):
    server.answers["/a"] = answer(f"ETag: {etag}")
    assert internet.fetch(f"{AT}/a") == Fetched(CALENDAR, NONE)
    forged = Validators(etag + "\r\nX-Forged: 1", etag)
    assert internet.fetch(f"{AT}/a", known=forged) == Fetched(CALENDAR, NONE)
    assert not {"If-None-Match", "If-Modified-Since", "X-Forged"} & set(server.visits[1].headers)


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


PACKED = gzip.compress(CALENDAR)
WHOLE = {
    "packed": (answer("Content-Encoding: gzip", body=PACKED), CALENDAR),
    "packed in parts": (answer("Content-Encoding: gzip", body=PACKED * 2), CALENDAR * 2),
    "packed twice, which is a file": (
        answer("Content-Encoding: gzip", body=gzip.compress(PACKED)),
        PACKED,
    ),
    "in chunks": (chunked(CALENDAR[:50], CALENDAR[50:]), CALENDAR),
    "until the end": (b"HTTP/1.0 200 OK\r\n\r\n" + CALENDAR, CALENDAR),
    "with a page's type": (answer("Content-Type: text/html", body=b"<html>"), b"<html>"),
    "with another type": (answer("Content-Type: application/json", body=b"{}"), b"{}"),
    "empty": (answer(body=b""), b""),
    "longer than it says": (answer() + b"more", CALENDAR),
    "as large as may be": (answer(body=b"x" * LARGEST_FILE), b"x" * LARGEST_FILE),
    "after other answers": (b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + answer(), CALENDAR),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_files_come_in_many_ways(internet, server, kind):
    server.answers["/"], content = WHOLE[kind]
    assert internet.fetch(f"{AT}/") == Fetched(content, NONE)


BOMB = gzip.compress(b"\0" * (10 * LARGEST_FILE))
LESS = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n"
TOO_LARGE = {
    "by what it says": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "by a byte": answer(body=b"x" * (LARGEST_FILE + 1)),
    "once unpacked": answer("Content-Encoding: gzip", body=BOMB),
    "without an end": lambda visit: (visit.send(b"HTTP/1.1 200 OK\r\n\r\n"), visit.pour(CALENDAR)),
    "in chunks without an end": lambda visit: (
        visit.send(chunked(end=b"")),
        visit.pour(b"1;%s\r\nx\r\n" % (b"x" * 1000)),
    ),
    "of nothing, packed": lambda visit: (
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"),
        visit.pour(gzip.compress(b"") * 1000),
    ),
}
UNREACHABLE = {
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "HTTP/0.9": b"<html>hello</html>",
    "another HTTP": b"HTTP/2.0 200 OK\r\n\r\n",
    "nothing": b"",
    "half a line": b"HTTP/1.1 20",
    "status out of range": b"HTTP/1.1 9999 OK\r\n\r\n",
    "cut off in the headers": b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag",
    "shorter than it says": LESS + b"\r\n" + CALENDAR[:100],
    "cut off in a chunk": chunked(CALENDAR, end=b"ff\r\nabc"),
    "cut off between chunks": chunked(CALENDAR, end=b""),
    "no chunk": chunked(end=b"ghi\r\n"),
    "a chunk of less than nothing": chunked(end=b"-5\r\nabc"),
    "half packed": answer("Content-Encoding: gzip", body=PACKED[:-9]),
    "packed wrongly": answer("Content-Encoding: gzip", body=PACKED[:-8] + bytes(8)),
    "packed and more": answer("Content-Encoding: gzip", body=PACKED + b"more"),
    "not packed": answer("Content-Encoding: gzip"),
    "packed as not asked for": answer("Content-Encoding: deflate", body=zlib.compress(CALENDAR)),
    "in an unknown coding": answer("Content-Encoding: br"),
    "packed in two layers": answer("Content-Encoding: gzip, gzip", body=gzip.compress(PACKED)),
    "many headers": answer(*(f"X-{number}: 1" for number in range(200))),
    "a long header": answer(f"X-Long: {'x' * 70_000}"),
    "headers without an end": lambda visit: (visit.send(LESS), visit.pour(b"X-A: 1\r\n")),
    "a header without an end": lambda visit: (visit.send(LESS), visit.pour(b"x" * 1000)),
    "promises without an end": lambda visit: visit.pour(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "promises of which there are too many": b"HTTP/1.1 100 Continue\r\n\r\n" * 9999 + answer(),
    "reset": lambda visit: visit.reset(),
    "reset within": lambda visit: (visit.send(LESS + b"\r\nBEGIN"), visit.reset()),
}


@pytest.mark.parametrize("kind", TOO_LARGE)
def test_a_file_may_be_too_large(internet, server, kind):
    server.answers["/"] = TOO_LARGE[kind]
    assert internet.fetch(f"{AT}/") == Failed(Problem.TOO_LARGE)


def test_a_bomb_is_not_unpacked(internet, server):
    server.answers["/"] = TOO_LARGE["once unpacked"]
    tracemalloc.start()
    try:
        internet.fetch(f"{AT}/")
        assert tracemalloc.get_traced_memory()[1] < 4 * LARGEST_FILE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", UNREACHABLE)
def test_what_makes_no_sense_is_like_no_server(internet, server, kind):
    server.answers["/"] = UNREACHABLE[kind]
    assert internet.fetch(f"{AT}/") == Failed(Problem.UNREACHABLE)


def test_no_name_and_no_server_are_the_same(internet):
    internet.names |= {"closed.example": [PLACES[0]], "empty.example": []}
    for name in ("nobody.example", "closed.example", "empty.example"):
        assert internet.fetch(f"http://{name}/") == Failed(Problem.UNREACHABLE)


STATUSES = {
    "401 Unauthorized": Problem.REFUSED,
    "403 Forbidden": Problem.REFUSED,
    "404 Not Found": Problem.GONE,
    "410 Gone": Problem.GONE,
    "429 Too Many Requests": Problem.BUSY,
    "503 Service Unavailable": Problem.BUSY,
    "500 Internal Server Error": Problem.SERVER_FAULT,
    "204 No Content": Problem.SERVER_FAULT,
    "206 Partial Content": Problem.SERVER_FAULT,
    "302 Found": Problem.SERVER_FAULT,
    "304 Not Modified": Problem.SERVER_FAULT,
    "418 I'm a teapot": Problem.SERVER_FAULT,
}


@pytest.mark.parametrize("status", STATUSES)
def test_statuses_have_a_meaning(internet, server, status):
    server.answers["/"] = answer(status=status, body=b"")
    assert internet.fetch(f"{AT}/") == Failed(STATUSES[status])


NOW = "Date: Mon, 02 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["Retry-After: 120"], 120),
        (["Retry-After: 999999999"], 86400),
        ([NOW, "Retry-After: Mon, 02 Nov 2026 08:05:00 GMT"], 300),
        ([NOW, "Retry-After: Monday, 02-Nov-26 08:05:00 GMT"], 300),
        ([NOW, "Retry-After: Fri, 01 Jan 9999 00:00:00 GMT"], 86400),
        ([NOW, "Retry-After: Mon, 02 Nov 2026 07:00:00 GMT"], None),
        (["Retry-After: Mon, 02 Nov 2026 08:05:00 GMT"], None),
        (["Retry-After: 0"], None),
        (["Retry-After: -5"], None),
        ([f"Retry-After: {'9' * 5000}"], None),
        (["Retry-After: ١٢"], None),
        (["Retry-After: soon", NOW], None),
        ([], None),
    ],
)
def test_servers_say_how_long_to_wait(internet, server, headers, seconds):
    server.answers["/"] = answer(*headers, status="503 Busy", body=b"")
    wait = None if seconds is None else timedelta(seconds=seconds)
    assert internet.fetch(f"{AT}/") == Failed(Problem.BUSY, wait)


def test_many_fetch_at_once(internet, server):
    server.answers |= {f"/{number}": answer(body=b"%d" % number) for number in range(20)}
    found = {}

    def fetch_one(number: int) -> None:
        found[number] = internet.fetch(f"{AT}/{number}")

    threads = [threading.Thread(target=fetch_one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: Fetched(b"%d" % number, NONE) for number in range(20)}


def test_nothing_of_an_address_is_logged_or_shown(internet, server, caplog, capfd):
    caplog.set_level("DEBUG")
    server.answers["/secret-a"] = redirect("http://calendar.example/secret-b")
    server.answers["/secret-b"] = answer('ETag: "secret"', body=b"secret")
    shown = repr(internet.fetch(f"{AT}/secret-a"))
    written = capfd.readouterr()
    assert not re.search("secret", caplog.text + shown + written.out + written.err)
