"""Which addresses of the network everybody can reach. Pure.

Python's `is_global` follows IANA's registries of special-purpose addresses, but not all the way:
multicast counts as global, Python 3.11 before its tenth correction misses several networks
(gh-113171), and addresses that carry one of IPv4 within are judged by their outside. What it lacks
stands here. Of IPv6 only what IANA has handed out (2000::/3) is public, so deprecated forms
(IPv4-compatible, site-local) and future ones are not.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_FURTHER_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "100.64.0.0/10",  # shared by a provider's customers (RFC 6598)
            "168.63.129.16/32",  # Azure's own services, asked from each machine there
            "192.0.0.0/24",  # protocols (RFC 6890)
            "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
            "224.0.0.0/4",  # multicast (RFC 5771)
            "240.0.0.0/4",  # reserved, and broadcast (RFC 1112, RFC 8190)
        ),
    )
)
_HANDED_OUT = IPv6Network("2000::/3")
_FURTHER_IPV6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols, among them Teredo (RFC 2928, RFC 4380)
            "2001:db8::/32",  # documentation (RFC 3849)
            "2002::/16",  # 6to4, which carries IPv4 within (RFC 3056, RFC 7526)
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
#: IPv4 as networks of IPv6 alone reach it (RFC 6052): the IPv4 address within decides.
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(ip: str | IPv4Address | IPv6Address) -> bool:
    """Whether everybody can reach the address; False, too, for what is none or has a zone."""
    try:
        address = ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        return _is_public_ipv6(address)
    return address.is_global and not any(address in network for network in _FURTHER_IPV4)


def _is_public_ipv6(address: IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return (
        address in _HANDED_OUT
        and address.is_global
        and not any(address in network for network in _FURTHER_IPV6)
    )
