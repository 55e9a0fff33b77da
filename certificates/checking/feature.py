"""What checking adds to `certificates`."""

from app.kernel.feature import Feature
from certificates.checking import views

PART = Feature(name="certificates.checking", blueprints=(views.blueprint,))
