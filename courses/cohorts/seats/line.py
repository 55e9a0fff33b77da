"""Who gets which seat. Pure: knows no database, no web.

Some seats are reserved for the people of one municipality. Whoever could sit on one of those does,
so that a seat that is open to all is left for those who have none.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

OFFER_FOR = timedelta(hours=48)
#: Offers end so long before the first session: somebody else still has to be found.
NO_OFFERS_WITHIN = timedelta(hours=24)
#: An offer that nobody can read in time is none.
SHORTEST_OFFER = timedelta(hours=1)

#: A municipality, None for people without one.
Home = int | None


@dataclass(frozen=True)
class Place:
    """A seat: its number, and for which municipality it is reserved, if for any."""

    number: int
    reserved_for: Home = None


@dataclass(frozen=True)
class Sitting:
    """Somebody who holds a seat or is offered one."""

    key: int
    home: Home
    seat: int


@dataclass(frozen=True)
class Waiting:
    """Somebody in the line."""

    key: int
    home: Home


@dataclass(frozen=True)
class Decision:
    """What happens to the seats: who moves to another one, then who gets one. Key and number."""

    moves: tuple[tuple[int, int], ...] = ()
    gives: tuple[tuple[int, int], ...] = ()


class TooFewFree(Exception):
    """There are not enough seats left to reserve. `free` is how many there are."""

    def __init__(self, free: int) -> None:
        super().__init__(f"only {free} seats are free")
        self.free = free


def share_seats(
    seats: Collection[Place], sitting: Sequence[Sitting], line: Sequence[Waiting]
) -> Decision:
    """Give the free ones of `seats` to the first in `line` who may have them.

    Before that, whoever sits elsewhere moves to a free seat that is reserved for their
    municipality. Afterwards nobody waits while a seat is free that they may have.
    """
    by_number = {seat.number: seat for seat in seats}
    taken = {one.seat for one in sitting}
    free = {number: seat for number, seat in by_number.items() if number not in taken}
    moves = []
    for one in sorted(sitting, key=lambda one: one.seat):
        own = _first(free.values(), one.home) if one.home is not None else None
        if own is not None and by_number[one.seat].reserved_for != one.home:
            free[one.seat] = by_number[one.seat]
            del free[own]
            moves.append((one.key, own))
    gives = []
    for one in line:
        number = find_seat(one.home, free.values())
        if number is not None:
            del free[number]
            gives.append((one.key, number))
    return Decision(tuple(moves), tuple(gives))


def find_seat(home: Home, free: Collection[Place]) -> int | None:
    """The number of the seat that somebody of `home` gets: one of theirs, else one for all."""
    own = _first(free, home) if home is not None else None
    return own if own is not None else _first(free, None)


def _first(free: Collection[Place], reserved_for: Home) -> int | None:
    return min((seat.number for seat in free if seat.reserved_for == reserved_for), default=None)


def reserve_seats(
    numbers: Collection[int], holders: Mapping[int, Home], wanted: Mapping[int, int]
) -> dict[int, int]:
    """Which of the seats `numbers` are reserved for which municipality, by number.

    `wanted` says how many each gets, `holders` who of which municipality sits where. Seats that
    people of a municipality hold count among its own; nobody has to leave theirs.
    Raises TooFewFree.
    """
    free = sorted(set(numbers) - holders.keys())
    reserved: dict[int, int] = {}
    missing: list[int] = []
    for home, count in wanted.items():
        held = sorted(number for number, holder in holders.items() if holder == home)[:count]
        reserved |= dict.fromkeys(held, home)
        missing += [home] * (count - len(held))
    if len(missing) > len(free):
        raise TooFewFree(len(free))
    return reserved | dict(zip(free, missing, strict=False))


def end_of_offer(starts_at: datetime, now: datetime) -> datetime | None:
    """Until when somebody may think about a seat that is free at `now`.

    None where the cohort begins too soon for that: they get the seat at once.
    """
    until = min(now + OFFER_FOR, starts_at - NO_OFFERS_WITHIN)
    return until if until >= now + SHORTEST_OFFER else None
