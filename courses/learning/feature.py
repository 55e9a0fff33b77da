"""What learning at one's own pace adds to `courses`."""

from app.kernel.feature import Feature
from courses.learning import models

__all__ = ["PART"]

TABLES = models.UnitCompletion.__table__

PART = Feature(name="courses.learning")
