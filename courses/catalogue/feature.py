"""What the catalogue adds to `courses`."""

from datetime import datetime

from app.kernel.feature import Feature
from courses.catalogue.content_loading import load_courses

__all__ = ["PART"]


def load_demo(now: datetime) -> None:
    """Add the courses that KommA ships."""
    load_courses(now)


PART = Feature(name="courses.catalogue", demo=load_demo)
