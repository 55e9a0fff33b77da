"""Which addresses a material may have, and where they lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.desk.materials.links import host_of, is_usable_address


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.org", "example.org"),
        ("https://example.org:8443/a?b=c#d", "example.org"),
        ("https://EXAMPLE.org/ä", "example.org"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://еxample.org/", "xn--xample-2of.org"),  # noqa: RUF001 — Cyrillic
    ],
)
def test_a_usable_address_says_where_it_leads(address, host):
    assert is_usable_address(address)
    assert host_of(address) == host


@pytest.mark.parametrize(
    "address",
    [
        *("", "https://", "http://example.org", "javascript:alert(1)", "//example.org"),
        *("https://bank.example@evil.example/", "https://a:b@example.org", "https://exa mple.org"),
        *("https://example.org/\n", "https://example.org\\@evil.example", "https://[::1"),
        *("https://example.org:99999/", "data:text/html,x", "https:///x", "https://" + "a" * 1000),
    ],
)
def test_what_hides_where_it_leads_is_refused(address):
    assert not is_usable_address(address)


@given(st.text(max_size=40))
def test_whatever_is_taken_leads_to_one_host_by_https(rest):
    for address in (rest, f"https://{rest}", f"https://example.org/{rest}"):
        if is_usable_address(address):
            assert address.startswith("https://")
            assert host_of(address).isascii()
            assert host_of(address)
