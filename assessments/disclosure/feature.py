"""What the disclosure rules add to `assessments`."""

from app.kernel.feature import Feature
from assessments.disclosure.cli import disclosure

PART = Feature(name="assessments.disclosure", cli=(disclosure,))
