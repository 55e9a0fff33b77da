"""How addresses can be spelled, and which are not public: written down anew, from IANA's registries
of special-purpose addresses and the ways in which programs read IPv4 (inet_aton, URL standard)."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from hypothesis import strategies as st

NOT_PUBLIC_IPV4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",
    )
]  # fmt: skip
NOT_PUBLIC_IPV6 = [
    IPv6Network(network)
    for network in (
        "::/8", "64:ff9b:1::/48", "100::/64", "400::/6", "800::/5", "1000::/4", "2001::/23",
        "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "5f00::/16", "8000::/1", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    )
]  # fmt: skip
_OTHER_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_CIRCLED_DIGITS = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")


def is_special(address: IPv4Address) -> bool:
    return any(address in network for network in NOT_PUBLIC_IPV4)


def addresses_in(networks: list[IPv4Network]) -> st.SearchStrategy[IPv4Address]:
    """Addresses of the networks, their first and last ones often."""
    return st.sampled_from(networks).flatmap(
        lambda network: st.integers(int(network[0]), int(network[-1])).map(IPv4Address)
    )


def embedded(address: IPv4Address) -> list[IPv6Address]:
    """Addresses of IPv6 that lead to one of IPv4, or once did: RFC 4291, 6052, 3056, 4380, 2765."""
    number = int(address)
    return [
        IPv6Address(number),
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(0xFFFF << 48 | number),
        IPv6Address(0x64FF9B << 96 | number),
        IPv6Address(0x64FF9B_0001 << 80 | number),
        IPv6Address(0x2002 << 112 | number << 80 | 1),
        IPv6Address(0x2001_0000 << 96 | number << 64),
        IPv6Address(0x2001_0000 << 96 | (number ^ 0xFFFF_FFFF)),
    ]


@st.composite
def spellings(draw: st.DrawFn, address: IPv4Address) -> str:
    """A way to write the address as the host of an address on the web."""
    if draw(st.integers(0, 3)) == 0:
        inside = draw(st.sampled_from(embedded(address)))
        forms = [str(inside), inside.exploded, inside.exploded.upper(), f"{inside}%25eth0"]
        return f"[{draw(st.sampled_from(forms))}]"
    parts = draw(st.integers(1, 4))
    octets = address.packed
    numbers = [*octets[: parts - 1], int.from_bytes(octets[parts - 1 :])]
    text = draw(st.sampled_from(".。．｡")).join(draw(_numeral(number)) for number in numbers)
    digits = draw(st.sampled_from([{}, _OTHER_DIGITS, _CIRCLED_DIGITS]))
    return text.translate(digits) + draw(st.sampled_from(["", ".", "。"]))


def _numeral(number: int) -> st.SearchStrategy[str]:
    zeros = st.integers(0, 3).map("0".__mul__)
    return st.one_of(
        st.just(str(number)),
        st.tuples(st.sampled_from(["0x", "0X"]), zeros, st.sampled_from("xX")).map(
            lambda form: f"{form[0]}{form[1]}{number:{form[2]}}"
        ),
        zeros.map(lambda more: f"0{more}{number:o}"),
    )
