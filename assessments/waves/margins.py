"""How far the mean of a group may be off by chance, from published numbers alone. Pure.

The true numbers of scores are not known here, only numbers that they are not below, and the spread
is one that they hardly exceed. So a margin is the half width of a 95 % interval at the most.
"""

import math
from dataclasses import dataclass

#: 95 % of a normal distribution lie within so many standard deviations on either side.
NORMAL_95 = 1.96

#: What rounding a mean to one decimal may have changed.
ROUNDING = 0.05

#: The contract "Group results" shows no change of fewer people.
LEAST_CHANGES = 10


@dataclass(frozen=True)
class Margin:
    """`value` ± `half`, within what a scale can hold. `half` None: nobody knows how much."""

    value: float
    half: float | None
    lowest: float
    highest: float

    @property
    def low(self) -> float | None:
        """The lower end."""
        return None if self.half is None else max(self.lowest, round(self.value - self.half, 1))

    @property
    def high(self) -> float | None:
        """The upper end."""
        return None if self.half is None else min(self.highest, round(self.value + self.half, 1))

    @property
    def is_certain(self) -> bool:
        """Of a change: whether it is more than chance makes."""
        return self.half is not None and abs(self.value) > self.half


def margin_of_mean(
    mean: float, spread: float | None, n_at_least: int, scale: tuple[float, float]
) -> Margin:
    """How sure the mean of `n_at_least` scores or more is."""
    return Margin(mean, _half(spread, n_at_least), *scale)


def margin_of_change(
    change: float, spread: float | None, k: int, scale: tuple[float, float]
) -> Margin:
    """How sure the mean of what people changed by is.

    How closely the scores of one person at two times go together is not known: the less, the
    larger the spread of their difference. Not at all is the most that has to be expected: √2 times
    the spread of one score.
    """
    width = scale[1] - scale[0]
    doubled = None if spread is None else spread * math.sqrt(2)
    return Margin(change, _half(doubled, max(k, LEAST_CHANGES)), -width, width)


def coarse_spread(sd: float, scale: tuple[float, float]) -> float:
    """A measured standard deviation as it may be published: rounded up to a tenth of the scale.

    More digits would be one more number about the same answers, beside the means.
    """
    step = (scale[1] - scale[0]) / 10
    return math.ceil(round(sd / step, 9)) * step


def _half(spread: float | None, n: int) -> float | None:
    """Rounded up to one decimal, since it is not to promise too much."""
    if spread is None:
        return None
    return math.ceil(round((NORMAL_95 * spread / math.sqrt(n) + ROUNDING) * 10, 9)) / 10
