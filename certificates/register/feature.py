"""What the register adds to `certificates`."""

from app.kernel.feature import Feature
from certificates.register import personal_data

PART = Feature(
    name="certificates.register",
    personal_data=(personal_data.CERTIFICATES, personal_data.HOLDER_NAMES),
)
