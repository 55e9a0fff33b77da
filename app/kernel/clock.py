"""The clock that the edges read and pass on; domain code takes `now` as an argument."""

from datetime import UTC, datetime
from typing import Protocol

from flask import current_app


class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def now() -> datetime:
    """The app's current instant in UTC. For views, jobs and commands of the shell only."""
    return current_app.extensions["komma"].clock.now()
