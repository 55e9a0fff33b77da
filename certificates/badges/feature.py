"""What badges adds to `certificates`."""

from app.kernel.feature import Feature

PART = Feature(name="certificates.badges")
