"""How well the items of a score hang together, from sums alone. Pure.

Of a wave's records nothing is kept but their number, the sum of each item and the sums of the
products of two items (an item with itself included): no record can be told from them, and those of
several waves add up. Only records in which every item was answered count.

All items are taken in the direction of scoring; variances are those of a sample (n - 1). Sums are
whole numbers and variances fractions: only roots are floats.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.instruments.definition import (
    Coefficient,
    CoefficientKind,
    Instrument,
    Method,
    Score,
)

#: Fewer complete records tell too little of an instrument, and too much of those who answered.
LEAST_RECORDS = 30

_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Moments:
    """Sums over `n` complete records. `products` are rows of a triangle: row i ends at item i."""

    n: int
    items: tuple[str, ...]
    sums: tuple[int, ...]
    products: tuple[tuple[int, ...], ...]

    def __add__(self, other: "Moments") -> "Moments":
        """The sums over both. Raises ValueError where they are of different items."""
        if self.items != other.items:
            raise ValueError("moments of different items do not add up")
        return Moments(
            n=self.n + other.n,
            items=self.items,
            sums=tuple(map(sum, zip(self.sums, other.sums, strict=True))),
            products=tuple(
                tuple(map(sum, zip(*rows, strict=True)))
                for rows in zip(self.products, other.products, strict=True)
            ),
        )

    def as_document(self) -> dict[str, Any]:
        """All but `n`, as it is kept."""
        return {"items": self.items, "sums": self.sums, "products": self.products}


@dataclass(frozen=True)
class ItemFigures:
    """An item among the others of a score.

    Mean and standard deviation are None where all answered alike: they would be everyone's answer.
    `item_total` is None where it is not computable.
    """

    key: str
    mean: float | None
    sd: float | None
    item_total: float | None


@dataclass(frozen=True)
class Psychometrics:
    """What is known of a score: mean and spread of its values, Cronbach's alpha, and its items.

    `alpha` is None where it is not computable, mean and `sd` where all values are the same.
    """

    n: int
    mean: float | None
    sd: float | None
    alpha: Fraction | None
    items: tuple[ItemFigures, ...]

    @property
    def at_least(self) -> int:
        """The number of records, rounded down."""
        return rounded_down(self.n)


def no_moments(instrument: Instrument) -> Moments:
    """The sums over nothing."""
    return moments_of(instrument, ())


def moments_of(instrument: Instrument, answers: Iterable[Mapping[str, int]]) -> Moments:
    """The sums over those of `answers` (one mapping of items a record) that leave no item out."""
    keys = tuple(instrument.items_by_key)
    records = [[record[key] for key in keys] for record in answers if record.keys() >= set(keys)]
    columns = list(zip(*records, strict=True)) if records else [()] * len(keys)
    return Moments(
        n=len(records),
        items=keys,
        sums=tuple(map(sum, columns)),
        products=tuple(
            tuple(_product(column, other) for other in columns[: place + 1])
            for place, column in enumerate(columns)
        ),
    )


def read_moments(n: int, document: Mapping[str, Any]) -> Moments:
    """The sums that `as_document` wrote."""
    return Moments(
        n=n,
        items=tuple(document["items"]),
        sums=tuple(document["sums"]),
        products=tuple(map(tuple, document["products"])),
    )


def psychometrics_of(instrument: Instrument, moments: Moments) -> dict[str, Psychometrics]:
    """What `moments` say of each score. Raises ValueError for fewer than two records."""
    if moments.n < 2:
        raise ValueError("a sample needs two records")
    directed = _Directed(instrument, moments)
    return {score.key: _psychometrics(score, directed) for score in instrument.scores}


def measured_reliability(found: Psychometrics) -> Coefficient | None:
    """What was measured as the reliability of a score; None where not computable or of no use.

    An alpha below 0 says that the items do not measure one thing.
    """
    if found.alpha is None or not 0 <= found.alpha < 1:
        return None
    return Coefficient(
        coefficient=found.alpha,
        sd=Fraction(found.sd),
        kind=CoefficientKind.ALPHA,
        source=f"Cronbach 1951, n ≥ {found.at_least}",
    )


def rounded_down(n: int) -> int:
    """The largest of 30, 50, 100, 200, 500, … that is not above `n`. `n` is 30 or more."""
    power = 10 ** (len(str(n)) - 1)
    steps = [LEAST_RECORDS, *(step * power for step in _STEPS)]
    return max(step for step in steps if step <= n)


def _product(column: Sequence[int], other: Sequence[int]) -> int:
    return sum(one * another for one, another in zip(column, other, strict=True))


class _Directed:
    """Means and covariances of the items in the direction of scoring."""

    def __init__(self, instrument: Instrument, moments: Moments) -> None:
        self.n = moments.n
        self._instrument = instrument
        self._moments = moments
        self._place = {key: place for place, key in enumerate(moments.items)}

    def mean(self, key: str) -> Fraction:
        mean = Fraction(self._moments.sums[self._place[key]], self.n)
        scale = self._instrument.scale
        return scale.lowest + scale.highest - mean if self._reversed(key) else mean

    def covariance(self, key: str, other: str) -> Fraction:
        first, second = sorted((self._place[key], self._place[other]))
        sums, product = self._moments.sums, self._moments.products[second][first]
        covariance = (product - Fraction(sums[first] * sums[second], self.n)) / (self.n - 1)
        return covariance if self._reversed(key) == self._reversed(other) else -covariance

    def _reversed(self, key: str) -> bool:
        return self._instrument.items_by_key[key].reverse


def _psychometrics(score: Score, directed: _Directed) -> Psychometrics:
    variances = {key: directed.covariance(key, key) for key in score.items}
    with_sum = {
        key: sum(directed.covariance(key, other) for other in score.items) for key in score.items
    }
    of_sum = sum(with_sum.values())
    weight = score.factor if score.method == Method.SUM else score.factor / len(score.items)
    constant = not of_sum
    return Psychometrics(
        n=directed.n,
        mean=None if constant else float(weight * sum(map(directed.mean, score.items))),
        sd=None if constant else math.sqrt(weight**2 * of_sum),
        alpha=cronbach_alpha(list(variances.values()), of_sum),
        items=tuple(
            ItemFigures(
                key=key,
                mean=float(directed.mean(key)) if variances[key] else None,
                sd=math.sqrt(variances[key]) if variances[key] else None,
                item_total=corrected_item_total(variances[key], with_sum[key], of_sum),
            )
            for key in score.items
        ),
    )


def cronbach_alpha(variances: list[Fraction], of_sum: Fraction) -> Fraction | None:
    """k / (k - 1) · (1 - Σ variances of the items / variance of their sum); None if not computable.

    Cronbach, L. J. (1951): Coefficient alpha and the internal structure of tests. Psychometrika
    16(3), 297-334.
    """
    items = len(variances)
    if items < 2 or not of_sum:
        return None
    return Fraction(items, items - 1) * (1 - sum(variances) / of_sum)


def corrected_item_total(variance: Fraction, with_sum: Fraction, of_sum: Fraction) -> float | None:
    """The correlation of an item with the sum T of the others; None where one of them is constant.

    From what is known of the sum S with the item x: cov(x, T) = cov(x, S) - var(x), and
    var(T) = var(S) - 2 cov(x, S) + var(x). Without x in the sum, since an item correlates with
    itself: Henrysson, S. (1963): Correction of item-total correlations in item analysis.
    Psychometrika 28(2), 211-218.
    """
    covariance, of_rest = with_sum - variance, of_sum - 2 * with_sum + variance
    if not variance or not of_rest:
        return None
    return math.copysign(math.sqrt(covariance**2 / (variance * of_rest)), covariance)
