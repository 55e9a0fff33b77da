"""What badges adds to `certificates`."""

from app.kernel.feature import Feature
from certificates.badges import views

PART = Feature(name="certificates.badges", blueprints=(views.blueprint,))
