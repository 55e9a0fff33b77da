"""Which two versions of an adopted text somebody wants to compare. Pure."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

#: In the address, in the place of a number.
DRAFT = "draft"
OLD, NEW = "from", "to"


class Numbered(Protocol):
    """A version; a draft has no number yet."""

    number: int | None


V = TypeVar("V", bound=Numbered)


def version_key(version: Numbered) -> str:
    """What the address calls the version."""
    return DRAFT if version.number is None else str(version.number)


def find_pair(versions: Sequence[V], asked: Mapping[str, str]) -> tuple[V, V] | None:
    """The two of `versions`, the newest first, that `asked` names by `OLD` and `NEW`.

    Where it does not say, these are the newest two. None where there is no such version, or where
    there are not even two.
    """
    if len(versions) < len((OLD, NEW)):
        return None
    by_key = {version_key(version): version for version in versions}
    old = by_key.get(asked.get(OLD, version_key(versions[1])))
    new = by_key.get(asked.get(NEW, version_key(versions[0])))
    return (old, new) if old is not None and new is not None else None
