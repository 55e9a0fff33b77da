"""What `alliances` adds to `exchange`."""

from app.kernel.feature import Feature

PART = Feature(name="exchange.alliances")
