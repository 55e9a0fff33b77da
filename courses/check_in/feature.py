"""What check-in adds to `courses`."""

from app.kernel.feature import Feature, Panel
from courses.check_in import manage_views, panels, views

PART = Feature(
    name="courses.check_in",
    blueprints=(views.blueprint, manage_views.blueprint),
    panels=(
        Panel("session", panels.render_session),
        Panel("cohort_sessions", panels.render_next_session),
    ),
)
