"""What the needs analysis adds to `courses`."""

from app.kernel.feature import Feature, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import LEARN
from courses.needs import demo, views
from courses.needs.handlers import HANDLERS
from courses.needs.item_editing.views import blueprint as item_editing
from courses.needs.items.personal_data import AUTHORSHIP
from courses.needs.items.readiness import items_problem
from courses.needs.personal_data import ANALYSES

PART = Feature(
    name="courses.needs",
    blueprints=(views.blueprint, item_editing),
    navigation=(NavigationItem(_l("Bedarfsanalyse"), "needs.show", 10, LEARN),),
    personal_data=(ANALYSES, AUTHORSHIP),
    handlers=HANDLERS,
    readiness={"needs_items": items_problem},
    demo=demo.load_demo,
)
