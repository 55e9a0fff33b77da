"""What designs add to `certificates`."""

from app.kernel.feature import Feature
from certificates.designs import personal_data

PART = Feature(name="certificates.designs", personal_data=(personal_data.DESIGN_VERSIONS,))
