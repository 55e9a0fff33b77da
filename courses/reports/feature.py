"""What lists and reports add to `courses`."""

from app.kernel.feature import Feature, Panel
from courses.reports import list_views
from courses.reports.panels import render_lists

PART = Feature(
    name="courses.reports",
    blueprints=(list_views.blueprint,),
    panels=(Panel("managed_cohort", render_lists),),
)
