"""What the paths of teams add to `courses`."""

from app.kernel.feature import Feature
from courses.team_paths import models as models

PART = Feature(name="courses.team_paths")
