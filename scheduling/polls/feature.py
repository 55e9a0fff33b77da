"""What `polls` adds to `scheduling`."""

from app.kernel.feature import Feature

PART = Feature(name="scheduling.polls")
