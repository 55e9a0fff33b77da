"""What the levels of groups add to `courses`."""

from app.kernel.feature import Feature

PART = Feature(name="courses.group_levels")
