"""What paths are compared by, as sums that the solver can count with."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd

from courses.paths.solver import LARGEST_SUM, Number, Term


@dataclass(frozen=True)
class Criterion:
    """A sum to make small: that of `terms`, each of which stands for `scale` times as much.

    `is_exact`: no factor had to be rounded, which only happens to numbers beyond all use. Where
    one was, the sum is never higher than the true one.
    """

    terms: tuple[Term, ...]
    scale: int
    is_exact: bool

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "Criterion":
        """The criterion of these terms. A number may be in several of them."""
        factors: dict[Number, int] = {}
        for number, factor in terms:
            factors[number] = factors.get(number, 0) + factor
        shared = gcd(*factors.values()) or 1
        largest = sum(abs(factor) for factor in factors.values()) // shared
        rounding = -(-largest // LARGEST_SUM) or 1
        scale = shared * rounding
        return cls(
            # Rounding down makes a sum that is to be small smaller: its least stays a true bound.
            terms=tuple((number, factor // scale) for number, factor in factors.items()),
            scale=scale,
            is_exact=rounding <= 1,
        )
