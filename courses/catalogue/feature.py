"""What the catalogue adds to `courses`."""

from datetime import datetime

from app.kernel.feature import Feature
from courses.catalogue.content_loading import load_courses
from courses.catalogue.personal_data import AUTHORSHIP

__all__ = ["PART"]


def load_demo(now: datetime) -> None:
    """Add the courses that KommA ships."""
    load_courses(now)


PART = Feature(name="courses.catalogue", personal_data=(AUTHORSHIP,), demo=load_demo)
