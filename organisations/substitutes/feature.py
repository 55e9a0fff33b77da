"""What substitutes of coordinators add to `organisations`."""

from app.kernel.feature import Feature
from organisations.substitutes import views

PART = Feature(name="organisations.substitutes", blueprints=(views.blueprint,))
