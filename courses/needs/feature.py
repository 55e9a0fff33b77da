"""What the needs analysis adds to `courses`."""

from app.kernel.feature import Feature, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import LEARN
from courses.needs import demo, panels, views
from courses.needs.personal_data import ANALYSES

PART = Feature(
    name="courses.needs",
    blueprints=(views.blueprint,),
    navigation=(NavigationItem(_l("Bedarfsanalyse"), "needs.show", 10, LEARN),),
    panels=(
        Panel("target_profiles", panels.targets_out_of_reach),
        Panel("needs_result", panels.targets_of_result),
    ),
    personal_data=(ANALYSES,),
    demo=demo.load_demo,
)
