"""How long ways take between towns, however people write them."""

import pytest

from scheduling.travel import TravelTimes, pair_of

TIMES = TravelTimes(usual=60, known={pair_of("Mainz", "Wiesbaden"): 25})


@pytest.mark.parametrize(
    ("town", "other", "minutes"),
    [
        ("Mainz", "Wiesbaden", 25),
        ("Wiesbaden", "Mainz", 25),
        (" MAINZ", "wies baden", 60),
        ("mainz ", "WIESBADEN", 25),
        ("Mainz", "Trier", 60),
        ("Mainz", "mainz", 0),
        ("Weißenfels", "WEISSENFELS", 0),
        ("Bad  Ems", "Bad Ems", 0),
        (None, "Mainz", 0),
        ("Mainz", "", 0),
    ],
)
def test_minutes_between_two_towns(town: str | None, other: str | None, minutes: int) -> None:
    assert TIMES.between(town, other) == minutes
