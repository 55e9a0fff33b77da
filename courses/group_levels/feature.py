"""What the levels of groups add to `courses`."""

from app.kernel.feature import Feature
from courses.group_levels import models as models

PART = Feature(name="courses.group_levels")
