"""The demo for tests that only look at it: loaded once per module, at several times of the year."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tests.house.databases import forgetting

BEFORE_ADVENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHRISTMAS_EVE = datetime(2026, 12, 24, 9, tzinfo=UTC)
EASTER_NIGHT = datetime(2027, 3, 31, 22, 30, tzinfo=UTC)

#: Loading takes seconds, and the time of the year is not what the databases differ in.
CASES = [
    *(
        pytest.param(("sqlite", now), marks=pytest.mark.sqlite, id=f"sqlite-{now:%F}")
        for now in (BEFORE_ADVENT, CHRISTMAS_EVE, EASTER_NIGHT)
    ),
    pytest.param(("postgresql", BEFORE_ADVENT), marks=pytest.mark.postgresql, id="postgresql"),
]


@contextmanager
def loaded_demo(
    request: pytest.FixtureRequest, *loaders: Callable[[datetime], None]
) -> Iterator[datetime]:
    """Load parts of the demo as one of CASES says, and forget them in the end. Gives its time."""
    dialect, now = request.param
    with forgetting(request.getfixturevalue(f"{dialect}_app")):
        for load in loaders:
            load(now)
        yield now
