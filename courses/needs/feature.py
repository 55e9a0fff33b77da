"""What the needs analysis adds to `courses`."""

from app.kernel.feature import Feature, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import LEARN
from courses.needs import demo, history_views, views
from courses.needs.personal_data import ANALYSES

PART = Feature(
    name="courses.needs",
    blueprints=(views.blueprint, history_views.blueprint),
    navigation=(NavigationItem(_l("Bedarfsanalyse"), "needs.show", 10, LEARN),),
    personal_data=(ANALYSES,),
    demo=demo.load_demo,
)
