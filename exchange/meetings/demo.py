"""Demo data: to be filled."""

from datetime import datetime


def load_demo(now: datetime) -> None:
    """Nothing yet."""
