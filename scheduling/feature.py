"""What `scheduling` adds to the app."""

from app.kernel.feature import Feature
from scheduling import services

FEATURE = Feature(name="scheduling")

__all__ = ["FEATURE", "services"]
