"""What learning at one's own pace adds to `courses`."""

from app.kernel.feature import Feature
from courses.learning import views
from courses.learning.demo import load_demo
from courses.learning.personal_data import COMPLETIONS

PART = Feature(
    name="courses.learning",
    blueprints=(views.blueprint,),
    personal_data=(COMPLETIONS,),
    demo=load_demo,
)
