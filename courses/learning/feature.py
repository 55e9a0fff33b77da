"""What learning at one's own pace adds to `courses`."""

from app.kernel.feature import Feature
from courses.learning import quiz_views, reflection_views, scenario_views, views
from courses.learning.demo import load_demo
from courses.learning.personal_data import COMPLETIONS, PLAYS, QUIZZES, REFLECTIONS
from courses.learning.retention import KEPT_PLAYS, KEPT_REFLECTIONS

PART = Feature(
    name="courses.learning",
    blueprints=(
        views.blueprint,
        quiz_views.blueprint,
        reflection_views.blueprint,
        scenario_views.blueprint,
    ),
    personal_data=(COMPLETIONS, QUIZZES, REFLECTIONS, PLAYS),
    retention_rules=(KEPT_REFLECTIONS, KEPT_PLAYS),
    demo=load_demo,
)
