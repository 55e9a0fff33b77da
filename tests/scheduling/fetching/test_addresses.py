"""What people paste is read as an address of a public server, or refused with its reason."""

import pickle
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.config import settings_from_environment
from scheduling.fetching.addresses import (
    AddressRefused,
    AllowedHosts,
    CalendarAddress,
    RefusedBecause,
)
from scheduling.fetching.public_addresses import is_public
from tests.scheduling.fetching.hostile import NOTHING, PLACES
from tests.scheduling.fetching.spellings import (
    NOT_PUBLIC_IPV4,
    NOT_PUBLIC_IPV6,
    addresses_in,
    embedded,
    is_special,
    spellings,
)

READ = {
    " https://outlook.office365.com/owa/calendar/a@b/c/calendar.ics\n": (
        "https://outlook.office365.com/owa/calendar/a@b/c/calendar.ics"
    ),
    "webcal://p01-caldav.icloud.com/published/2/A": "https://p01-caldav.icloud.com/published/2/A",
    "WEBCALS://Cloud.Example:443": "https://cloud.example/",
    "HTTP://cloud.example.:80/a?export#b": "http://cloud.example/a?export",
    "http://cloud.example:443/": "http://cloud.example:443/",
    "https://cloud.example:80/?": "https://cloud.example:80/",
    "https://cloud.example:/%7Eanna/%C3%BC?a=%20": "https://cloud.example/%7Eanna/%C3%BC?a=%20",
    "https://kalender.köln.example/Jürgen?ä": (
        "https://kalender.xn--kln-sna.example/J%C3%BCrgen?%C3%A4"
    ),
    "https://straße.example/": "https://xn--strae-oqa.example/",
    "https://ｃｌｏｕｄ．example/": "https://cloud.example/",
    "https://my_cloud.example/": "https://my_cloud.example/",
    "https://93.184.215.14/a": "https://93.184.215.14/a",
    "https://[2A00:1450:4001:082f:0:0:0:200e]/": "https://[2a00:1450:4001:82f::200e]/",
    "https://[::ffff:93.184.215.14]/": "https://[::ffff:5db8:d70e]/",
}


@pytest.mark.parametrize("pasted", READ)
def test_addresses_are_read_as_they_are_pasted(pasted):
    assert CalendarAddress.parse(pasted, NOTHING).url == READ[pasted]


REFUSED = {
    RefusedBecause.EMPTY: ["", " \t\n"],
    RefusedBecause.TOO_LONG: [
        f"https://cloud.example/{'a' * 1979}",
        f"https://cloud.example/{'ä' * 400}",
    ],
    RefusedBecause.SCHEME: [
        "cloud.example/a.ics", "cloud.example:443/a.ics", "calendar", "ftp://cloud.example/",
        "file:///etc/passwd", "gopher://cloud.example/", "mailto:anna@cloud.example",
        "javascript:alert(1)", "view-source:https://cloud.example/", "//cloud.example/",
    ],
    RefusedBecause.CREDENTIALS: [
        "https://anna:secret@cloud.example/", "https://anna@cloud.example/",
        "https://cloud.example@127.0.0.1/", "https://@cloud.example/",
        "https://cloud.example:443@127.0.0.1/",
    ],
    RefusedBecause.PORT: [
        "https://cloud.example:8443/", "http://cloud.example:0/", "http://cloud.example:22/",
        "http://cloud.example:65616/", "http://cloud.example:x/", "http://cloud.example:８0/",
        "http://cloud.example:-80/",
    ],
    RefusedBecause.UNREADABLE: [
        "https://", "https:///a", "https:cloud.example", "http:/cloud.example/", "https://:443/",
        "https://cloud.example /a", "https://cloud.example/a b", "https://cloud\t.example/",
        "https://cloud.example\\@127.0.0.1/", "https://cloud.example/a\r\nX: 1", "https://a\0.b/",
        "https://cloud..example/", "https://cloud.example../", "https://-cloud.example/",
        "https://cloud%2eexample/", "http://lo\u00adcalhost/", "https://a\u200b.example/",
        "https://[::1/", "https://::1/", "https://[::1]a/", "https://a[::1]/", "https://[v1.a]/",
        "https://[127.0.0.1]/", "https://[cloud.example]/", "https://cloud.example／a/",
        "https://a＠b.example/", "https://☃.example/", f"https://{'a' * 64}.example/",
        f"https://{'a.' * 130}example/", "https://$(id).example/",
    ],
    RefusedBecause.NOT_PUBLIC: [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://127.1/", "http://0/", "http://0x/", "http://127.0.0.1./", "http://１２７.0.0.1/",
        "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/", "http://4294967296/", "http://1.2.3.4.5/",
        "http://cloud.example.1/", "http://127.0.0.0x1/", "http://000000127.0.0.1/",
        "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::127.0.0.1]/",
        "http://[2002:7f00:1::]/", "http://[64:ff9b::127.0.0.1]/", "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/", "http://[fd00:ec2::254]/", "http://[ff02::1]/",
        "http://[2a00:1450:4001:82f::200e%251]/", "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/", "http://168.63.129.16/", "http://255.255.255.255/",
        "http://localhost/", "http://LOCALHOST./", "http://a.localhost/", "http://ｌocalhost/",
        "http://%31%32%37.0.0.1/", "http://drucker.local/", "http://metadata.google.internal/",
        "http://intranet/", "http://fritz.box.lan/", "http://nas.home.arpa/",
        "http://localhost.localdomain/", "http://127.0.0.1:8000/",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "pasted"),
    [(reason, pasted) for reason, pasteds in REFUSED.items() for pasted in pasteds],
)
def test_what_is_no_such_address_is_refused_with_its_reason(reason, pasted):
    with pytest.raises(AddressRefused) as refused:
        CalendarAddress.parse(pasted, NOTHING)
    assert refused.value.reason == reason


@given(
    st.data(),
    addresses_in(NOT_PUBLIC_IPV4),
    st.sampled_from(["http", "https", "webcal", "WebCals"]),
    st.sampled_from(["", ":", ":80", ":443", ":080", ":1", ":8000"]),
)
def test_no_spelling_of_an_address_inside_is_taken(data, address, scheme, port):
    host = data.draw(spellings(address))
    with pytest.raises(AddressRefused) as refused:
        CalendarAddress.parse(f"{scheme}://{host}{port}/a.ics", NOTHING)
    assert refused.value.reason in (RefusedBecause.NOT_PUBLIC, RefusedBecause.UNREADABLE)


@given(st.one_of(st.integers(0, 2**32 - 1).map(IPv4Address), addresses_in(NOT_PUBLIC_IPV4)))
@example(IPv4Address("100.63.255.255"))
@example(IPv4Address("172.32.0.0"))
@example(IPv4Address("192.0.1.0"))
def test_addresses_are_public_unless_they_are_special(address):
    assert is_public(address) == is_public(str(address)) == (not is_special(address))
    mapped, nat64 = embedded(address)[1], embedded(address)[3]
    assert is_public(mapped) == is_public(nat64) == is_public(address)
    assert not any(map(is_public, {*embedded(address)} - {mapped, nat64}))


@given(
    st.sampled_from(NOT_PUBLIC_IPV6).flatmap(
        lambda network: st.integers(int(network[0]), int(network[-1])).map(IPv6Address)
    )
)
def test_addresses_of_ipv6_are_public_where_they_are_handed_out(address):
    carries = address.ipv4_mapped
    assert not is_public(address) or (carries and is_public(carries))


def test_public_places_are_public_and_no_address_is_not():
    assert all(map(is_public, PLACES))
    for text in ("", "cloud.example", "127.1", "93.184.215.14%1", "2a00:1450::1%eth0", "1.1.1.01"):
        assert not is_public(text)


ALPHABET = st.one_of(
    st.characters(), st.sampled_from(list("htps:/@[]?#%.\\-_0127xaä．。１ⅷß\u200d\u0130\u0345"))
)


@given(st.one_of(st.text(ALPHABET), st.text(ALPHABET).map("https://".__add__)))
@example("https://a.b/\udce4")
def test_whatever_is_pasted_is_refused_or_one_plain_address(pasted):
    try:
        address = CalendarAddress.parse(pasted, NOTHING)
    except AddressRefused:
        return
    assert address.url.isascii()
    assert address.url.isprintable()
    assert CalendarAddress.parse(address.url, NOTHING) == address
    assert "." in address.host or ":" in address.host


def test_an_address_shows_its_host_alone():
    address = CalendarAddress.parse("https://cloud.example/secret?secret#secret", NOTHING)
    assert address.masked == "cloud.example/…"
    assert address.host == "cloud.example"
    for shown in (repr(address), str(address), f"{address}", f"{[address]}"):
        assert "secret" not in shown
        assert "cloud.example/…" in shown
    assert pickle.loads(pickle.dumps(address)).target == "/secret?secret"  # noqa: S301
    inside = CalendarAddress.parse("http://[::1]:8443/secret", AllowedHosts.parse("[::1]:8443"))
    assert (inside.host, inside.masked) == ("::1", "[::1]:8443/…")


ALLOWED = AllowedHosts.parse(
    "Kalender.Intern, cloud.köln.example.\n10.1.2.0/24 192.168.1.7:8080,fd00::/8 [fd01::1]:8443,"
    " ::1 nextcloud:8443"
)
INSIDE = {
    "http://kalender.intern/a": True,
    "https://KALENDER.intern.:443/a": True,
    "https://kalender.intern:8443/": False,
    "https://a.kalender.intern/": True,  # a public name, as any; where it leads to is asked later
    "http://10.1.2.255/": True,
    "http://10.1.2.255:8080/": False,
    "http://10.1.3.0/": False,
    "http://10.66047/": False,
    "http://192.168.1.7:8080/": True,
    "http://192.168.1.7/": False,
    "https://[fd12::1]/": True,
    "https://[fd01::1]:8443/": True,
    "https://[fd02::1]:8443/": False,
    "https://[::1]/": True,
    "https://[::1%251]/": False,
    "https://[::ffff:10.1.2.1]/": False,
    "https://nextcloud:8443/": True,
    "https://nextcloud/": False,
    "http://127.0.0.1/": False,
}


@pytest.mark.parametrize("url", INSIDE)
def test_operators_open_single_places(url):
    if INSIDE[url]:
        CalendarAddress.parse(url, ALLOWED)
    else:
        with pytest.raises(AddressRefused):
            CalendarAddress.parse(url, ALLOWED)


def test_the_setting_says_what_is_open():
    given = {"KOMMA_MODE": "test", "CALENDAR_ALLOWED_HOSTS": "kalender.intern:8443,\t10.0.0.0/8 "}
    settings = settings_from_environment(given)
    assert settings.calendar_allowed_hosts == ("kalender.intern:8443", "10.0.0.0/8")
    allowed = AllowedHosts.parse(settings.calendar_allowed_hosts)
    assert allowed.has("kalender.intern", 8443)
    assert settings_from_environment({"KOMMA_MODE": "test"}).calendar_allowed_hosts == ()


def test_nothing_is_open_by_default():
    assert AllowedHosts.parse("") == AllowedHosts.parse(()) == AllowedHosts() == NOTHING
    assert AllowedHosts.parse(("10.0.0.0/8", "a:81")) == AllowedHosts.parse("10.0.0.0/8 a:81")
    assert not NOTHING.has("cloud.example", 443)


@pytest.mark.parametrize(
    "word",
    [
        "https://cloud.example", "cloud.example/a", "*.intern", "a:0", "a:65536", "a:b", ":80",
        "10.0.0.1/8", "10.0.0.0/33", "127.1", "[::1", "fe80::1%eth0", "a@b", "a:80:90", "1.2.3.4:",
    ],
)  # fmt: skip
def test_what_opens_nothing_is_named(word):
    with pytest.raises(ValueError, match=r"is no host, host:port or network$") as error:
        AllowedHosts.parse(f"a, {word}")
    assert str(error.value).startswith(word)
