"""What waves and results of groups add to `assessments`."""

from app.kernel.feature import Feature
from assessments.waves import views

PART = Feature(
    name="assessments.waves",
    blueprints=(views.blueprint,),
)
