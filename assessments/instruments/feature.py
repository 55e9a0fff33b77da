"""What instruments add to `assessments`."""

import assessments.instruments.models  # noqa: F401 - the tables
from app.kernel.feature import Feature
from assessments.instruments.cli import instruments

PART = Feature(name="assessments.instruments", cli=(instruments,))
