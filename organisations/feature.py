"""What `organisations` adds to the app."""

from app.kernel.feature import Feature
from organisations.accounts import views
from organisations.demo import load_demo

FEATURE = Feature(
    name="organisations",
    blueprints=(views.blueprint, views.language_blueprint),
    demo=load_demo,
)
