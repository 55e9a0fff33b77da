"""What the catalogue adds to `courses`."""

from app.kernel.feature import Feature
from courses.catalogue.demo import load_demo
from courses.catalogue.personal_data import AUTHORSHIP

__all__ = ["PART"]

PART = Feature(name="courses.catalogue", personal_data=(AUTHORSHIP,), demo=load_demo)
