"""What `meetings` adds to `exchange`."""

from app.kernel.feature import Feature

PART = Feature(name="exchange.meetings")
