"""What `assessments` adds to the app."""

from app.kernel.feature import Feature
from assessments.cli import instruments

FEATURE = Feature(name="assessments", cli=(instruments,))
