"""Over TLS the name is proven, although the connection goes to an address."""

import ssl
from contextlib import ExitStack

import pytest

from scheduling.fetching import connecting
from scheduling.fetching.fetching import Failed, Fetched, Problem, Validators
from tests.scheduling.fetching.authority import Authority
from tests.scheduling.fetching.hostile import CALENDAR, PLACES, HostileServer, answer, redirect

FOUND = Fetched(CALENDAR, Validators(None, None))


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusting(authority, monkeypatch):
    """The machine trusts the authority, as an operator would have it do so."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate_file))
    connecting.trusted.cache_clear()
    yield
    connecting.trusted.cache_clear()


@pytest.fixture
def serve(internet):
    """Starts servers that prove themselves with `tls` and answer at `name`."""
    with ExitStack() as servers:

        def start(tls: ssl.SSLContext | None, name: str = "calendar.example", place: int = 0):
            server = servers.enter_context(HostileServer(tls))
            server.answers["/"] = answer()
            internet.put(server, name, PLACES[place], port=443 if tls else 80)
            return server

        yield start


@pytest.mark.usefixtures("trusting")
def test_the_name_is_proven_and_told_to_the_server(internet, serve, authority):
    tls, names = authority.server("calendar.example"), []
    tls.sni_callback = lambda _connection, name, _context: names.append(name)
    server = serve(tls)
    assert internet.fetch("https://calendar.example/") == FOUND
    assert names == ["calendar.example"]
    assert server.visits[0].headers["Host"] == "calendar.example"
    assert internet.connected == [(PLACES[0], 443)]


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(("host", "days"), [("other.example", 1), ("calendar.example", -1)])
def test_another_name_or_another_time_proves_nothing(internet, serve, authority, host, days):
    server = serve(authority.server(host, days=days))
    assert internet.fetch("https://calendar.example/") == Failed(Problem.UNREACHABLE)
    assert not server.visits


def test_an_unknown_authority_proves_nothing(internet, serve, authority):
    server = serve(authority.server("calendar.example"))
    assert internet.fetch("https://calendar.example/") == Failed(Problem.UNREACHABLE)
    assert not server.visits


def test_no_tls_is_like_no_server(internet):
    with HostileServer(greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n") as server:
        internet.put(server, "calendar.example", port=443)
        assert internet.fetch("https://calendar.example/") == Failed(Problem.UNREACHABLE)


@pytest.mark.usefixtures("trusting")
def test_redirects_lead_to_https_and_never_back(internet, serve, authority):
    plain = serve(None, "plain.example", 1)
    encrypted = serve(authority.server("calendar.example"))
    plain.answers["/a"] = redirect("https://calendar.example/")
    assert internet.fetch("http://plain.example/a") == FOUND
    encrypted.answers["/"] = redirect("http://plain.example/")
    for start in ("https://calendar.example/", "http://plain.example/a"):
        internet.connected.clear()
        assert internet.fetch(start) == Failed(Problem.FORBIDDEN_ADDRESS)
        assert internet.connected[-1] == (PLACES[0], 443)
