"""Nothing inside is ever connected to, and nobody learns what listens there."""

import re
import socket
import sys
from functools import partial
from pathlib import Path

import pytest

from scheduling.fetching import connecting
from scheduling.fetching.addresses import AllowedHosts
from scheduling.fetching.deadline import Deadline
from scheduling.fetching.fetching import Failed, Fetched, Problem, Unchanged, Validators
from scheduling.fetching.resolving import ForbiddenAddress, checked_addresses, resolve_host
from tests.house.programs import output_of
from tests.scheduling.fetching.hostile import (
    CALENDAR,
    NOTHING,
    PLACES,
    HostileServer,
    Internet,
    answer,
    redirect,
)
from tests.scheduling.fetching.trying import LOOPBACK, RESOLVED
from tools.locations import ROOT

FORBIDDEN = Failed(Problem.FORBIDDEN_ADDRESS)


@pytest.fixture
def ports():
    """A port on which a canary listens, and one on which nobody does."""
    with socket.create_server(("127.0.0.1", 0)) as canary, socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        yield canary, (canary.getsockname()[1], nobody.getsockname()[1])
        canary.setblocking(False)
        with pytest.raises(BlockingIOError):
            canary.accept()


@pytest.fixture
def no_socket(monkeypatch):
    """The real way out, and a list of the sockets that were made for it."""
    made = []

    class Recorded(socket.socket):
        def __init__(self, *arguments: object) -> None:
            made.append(arguments)
            super().__init__(*arguments)

    monkeypatch.setattr(connecting.socket, "socket", Recorded)
    return made


def test_open_and_closed_ports_inside_are_one_and_the_same(ports, no_socket):
    """Same answer, and no socket is even made: there is nothing that could take time."""
    _, numbers = ports
    internet = Internet({f"at{index}.example": [ip] for index, ip in enumerate(RESOLVED)})
    hosts = [*LOOPBACK, *internet.names]
    for number in (*numbers, 80, 443):
        for host in hosts:
            for scheme in ("http", "https"):
                assert internet.fetch(f"{scheme}://{host}:{number}/") == FORBIDDEN
    assert not no_socket


def test_what_the_system_looks_up_is_checked():
    assert "127.0.0.1" in resolve_host("localhost")
    look_up = partial(checked_addresses, "localhost", 80, resolve=resolve_host, stop=Deadline(5))
    with pytest.raises(ForbiddenAddress):
        look_up(allowed=NOTHING)
    assert "127.0.0.1" in look_up(allowed=AllowedHosts.parse("localhost"))


@pytest.mark.parametrize("inner", [*RESOLVED, "10.0.0.1", "169.254.169.254", "fd00::1", "nonsense"])
def test_one_address_inside_spoils_a_name(internet, server, inner):
    for found in ([inner], [PLACES[0], inner], [inner, PLACES[0]]):
        internet.names["calendar.example"] = found
        answered = internet.fetch("http://calendar.example/")
        assert answered == (Failed(Problem.UNREACHABLE) if inner == "nonsense" else FORBIDDEN)
    assert not internet.connected


def test_a_name_is_looked_up_once(internet, server):
    """What it would resolve to the second time is not asked."""
    server.answers["/"] = answer()
    answers = iter([[PLACES[0]], ["127.0.0.1"]])
    fetched = internet.fetch("http://calendar.example/", resolve=lambda _host: next(answers))
    assert fetched == Fetched(CALENDAR, Validators(None, None))
    assert internet.connected == [(PLACES[0], 80)]
    assert next(answers) == ["127.0.0.1"]


def test_a_name_is_looked_up_again_for_a_redirect_and_checked_again(internet, server):
    server.answers["/"] = redirect("/")
    answers = iter([[PLACES[0]], [PLACES[0]], ["127.0.0.1"]])
    assert internet.fetch("http://calendar.example/", resolve=lambda _: next(answers)) == FORBIDDEN
    assert internet.connected == [(PLACES[0], 80)] * 2


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "//localhost/", "http://[::1]/",
        "http://inside.example/", "http://169.254.169.254/latest/meta-data/", "http://intranet/",
        "http://calendar.example:8080/", "http://calendar.example:22/", "ftp://calendar.example/",
        "file:///etc/passwd", "gopher://127.0.0.1:25/", "data:text/calendar,x", "mailto:a@b",
        "http://anna:secret@calendar.example/", "http:\\\\127.0.0.1/", "/a b", "http://[v1.a]/",
        f"/{'a' * 2000}",
    ],
)  # fmt: skip
def test_redirects_lead_nowhere_that_could_not_be_typed(internet, server, location):
    internet.names["inside.example"] = ["10.0.0.1"]
    server.answers["/"] = redirect(location)
    assert internet.fetch("http://calendar.example/") == FORBIDDEN
    assert internet.connected == [(PLACES[0], 80)]


def test_the_next_address_is_tried_but_not_all_of_a_crowd(internet, server):
    server.answers["/"] = answer(status="304 Not Modified", body=b"")
    known = Validators('"a"', None)
    internet.names["calendar.example"] = [PLACES[1], PLACES[2], PLACES[0]]
    assert internet.fetch("http://calendar.example/", known=known) == Unchanged()
    assert [place for place, _ in internet.connected] == [PLACES[1], PLACES[2], PLACES[0]]
    internet.connected.clear()
    internet.names["calendar.example"] = [f"151.101.2.{number}" for number in range(200)]
    assert internet.fetch("http://calendar.example/") == Failed(Problem.UNREACHABLE)
    assert len(internet.connected) == 4


def test_where_ipv6_leads_nowhere_ipv4_may(internet, server):
    server.answers["/"] = answer()
    internet.names["calendar.example"] = [*(f"2a00:1450::{n}" for n in range(8)), PLACES[0]]
    assert isinstance(internet.fetch("http://calendar.example/"), Fetched)
    assert [place for place, _ in internet.connected] == ["2a00:1450::", PLACES[0]]


def test_operators_open_hosts_inside_and_close_them_again():
    """The real way out, without anything made up."""
    internet = Internet()
    with HostileServer() as server:
        server.answers["/"] = answer()
        for url, allowed in {
            f"http://127.0.0.1:{server.port}/": f"127.0.0.1:{server.port}",
            f"http://kalender:{server.port}/": f"kalender:{server.port}",
        }.items():
            internet.names["kalender"] = ["127.0.0.1"]
            opened = AllowedHosts.parse(allowed)
            fetched = internet.fetch(url, allowed=opened)
            assert fetched == Fetched(CALENDAR, Validators(None, None))
            assert internet.fetch(url) == FORBIDDEN
            server.answers["/away"] = redirect("http://127.0.0.1/")
            assert internet.fetch(f"{url}away", allowed=opened) == FORBIDDEN
    assert server.visits[0].headers["Host"] == f"127.0.0.1:{server.port}"


def test_names_may_lead_to_an_open_network(internet, server):
    server.answers["/"] = answer()
    internet.put(server, "cloud.example", "10.1.2.3")
    opened = AllowedHosts.parse("10.1.2.0/24")
    assert isinstance(internet.fetch("http://cloud.example/", allowed=opened), Fetched)
    internet.names["cloud.example"] = ["10.1.3.3"]
    assert internet.fetch("http://cloud.example/", allowed=opened) == FORBIDDEN


@pytest.mark.program
def test_the_system_sees_no_connection_inside(ports, tmp_path: Path):
    """All system calls of a process that tries everything; the last connection shows it sees."""
    _, numbers = ports
    trace = tmp_path / "trace"
    strace = ["-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", trace]
    if "traced" not in output_of("sh", "-c", "strace -qq -o /dev/null echo traced || true"):
        pytest.skip("strace is not installed here, or may not trace")
    with HostileServer() as seen:
        program = ["-m", "tests.scheduling.fetching.trying", seen.port, *numbers]
        output = output_of("strace", *strace, "-E", f"PYTHONPATH={ROOT}", sys.executable, *program)
    assert output.split() == [Problem.FORBIDDEN_ADDRESS.value, Problem.GONE.value]
    calls = [line for line in trace.read_text().splitlines() if "AF_INET" in line]
    assert len(calls) == 1, calls
    assert re.search(rf"connect\(.*htons\({seen.port}\).*127\.0\.0\.1", calls[0])
