"""What `courses` adds to the app. Its sub-packages add their part to each tuple."""

from app.kernel.feature import Feature
from courses.catalogue import models as catalogue_models
from courses.cohorts import models as cohort_models

__all__ = ["FEATURE", "catalogue_models", "cohort_models"]

FEATURE = Feature(name="courses")
