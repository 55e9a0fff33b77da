"""What teams add to `organisations`."""

from app.kernel.feature import Feature
from organisations.teams import views

PART = Feature(name="organisations.teams", blueprints=(views.blueprint,))
