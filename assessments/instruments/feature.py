"""What instruments add to `assessments`."""

from app.kernel.feature import Feature
from assessments.instruments.cli import instruments

PART = Feature(name="assessments.instruments", cli=(instruments,))
