"""Fetches loopback in every spelling; run under strace: `trying SEEN_PORT PORT…`.

Writes each answer once, and at last that of SEEN_PORT, which is allowed.
"""

import sys

from scheduling.fetching.addresses import AllowedHosts
from tests.scheduling.fetching.hostile import Internet

#: Loopback as addresses, and what a name may resolve to.
LOOPBACK = (
    "127.0.0.1", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "0", "localhost", "a.localhost",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[::1%251]",
)  # fmt: skip
RESOLVED = ("127.0.0.1", "127.9.9.9", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "::1%1")  # noqa: S104


def main(seen: str, *ports: str) -> None:
    internet = Internet({f"at{index}.example": [ip] for index, ip in enumerate(RESOLVED)})
    answers = {
        internet.fetch(f"{scheme}://{host}{port}/").problem
        for scheme in ("http", "https", "webcal")
        for host in (*LOOPBACK, *internet.names)
        for port in ("", ":80", ":443", *(f":{port}" for port in ports))
    }
    allowed = AllowedHosts.parse(f"127.0.0.1:{seen}")
    last = internet.fetch(f"http://127.0.0.1:{seen}/", allowed=allowed).problem
    sys.stdout.write("\n".join([*answers, last]))


if __name__ == "__main__":
    main(*sys.argv[1:])
