"""What evaluation adds to `courses`."""

from app.kernel.feature import Feature
from courses.evaluation import models as _models  # noqa: F401 - its tables

PART = Feature(name="courses.evaluation")
