"""A person's binder: which records are theirs, and what else only they should know. Pure."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

#: Room for some thirty records; a binder that needs more grows by as much again.
BINDER_BYTES = 4096


class Layout(StrEnum):
    """How somebody likes to be asked."""

    SINGLE = "single"
    ALL = "all"


@dataclass(frozen=True)
class Given:
    """To which wave a copy went, and where the person belonged then."""

    label: str
    crossing: tuple[str, str, str]


@dataclass(frozen=True)
class Entry:
    """A record of one's own: how addresses call it, how the table calls it, who got a copy."""

    address: str
    pseudonym: str
    given: Given | None = None


@dataclass(frozen=True)
class Binder:
    """All of a person's records, oldest first. `secret` makes the tickets of their copies."""

    entries: tuple[Entry, ...] = ()
    layout: Layout = Layout.SINGLE
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)

    def with_entry(self, entry: Entry) -> "Binder":
        return replace(self, entries=(*self.entries, entry))

    def without(self, addresses: set[str]) -> "Binder":
        return replace(
            self, entries=tuple(each for each in self.entries if each.address not in addresses)
        )

    def changed(self, address: str, change: Callable[[Entry], Entry]) -> "Binder":
        """The binder with `change` of the entry at `address`."""
        return replace(
            self,
            entries=tuple(
                change(each) if each.address == address else each for each in self.entries
            ),
        )

    def ticket(self, label: str) -> str:
        """What names this person's copy in the wave `label`: HMAC-SHA-256 (RFC 2104) in hex.

        The same each time, so that a wave holds one copy of a person; to whoever does not hold
        the secret it says nothing.
        """
        return hmac.new(bytes.fromhex(self.secret), label.encode(), hashlib.sha256).hexdigest()


def write_binder(binder: Binder) -> bytes:
    """The binder as bytes, filled up so that its length does not tell how much is in it."""
    text = json.dumps(asdict(binder)).encode()
    return text.ljust(-(-len(text) // BINDER_BYTES) * BINDER_BYTES)


def read_binder(text: bytes) -> Binder:
    """What `write_binder` wrote."""
    document = json.loads(text)
    return Binder(
        entries=tuple(map(_entry, document["entries"])),
        layout=Layout(document["layout"]),
        secret=document["secret"],
    )


def _entry(document: dict[str, Any]) -> Entry:
    given = document["given"]
    return Entry(
        address=document["address"],
        pseudonym=document["pseudonym"],
        given=given and Given(given["label"], tuple(given["crossing"])),
    )
