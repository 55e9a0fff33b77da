"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class FrozenClock:
    """Tells `START` until it is moved."""

    def __init__(self) -> None:
        self.instant = START

    def now(self) -> datetime:
        return self.instant

    def advance(self, **by: float) -> datetime:
        """Move on by a timedelta's arguments and return the new instant."""
        self.instant += timedelta(**by)
        return self.instant

    def reset(self) -> None:
        self.instant = START
