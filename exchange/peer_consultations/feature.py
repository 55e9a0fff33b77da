"""What `peer_consultations` adds to `exchange`."""

from app.kernel.feature import Feature

PART = Feature(name="exchange.peer_consultations")
