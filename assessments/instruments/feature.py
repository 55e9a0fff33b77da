"""What instruments add to `assessments`."""

from app.kernel.feature import Feature
from assessments.instruments import views
from assessments.instruments.cli import instruments
from assessments.instruments.demo import load_demo

PART = Feature(
    name="assessments.instruments",
    blueprints=(views.blueprint,),
    cli=(instruments,),
    demo=load_demo,
)
