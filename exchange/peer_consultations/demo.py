"""Demo data."""

from datetime import datetime


def load_demo(now: datetime) -> None:
    """Needs the people and topics of the demo."""
