"""What the needs analysis adds to `courses`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import LEARN
from courses.needs import demo, history_views, panels, views
from courses.needs.handlers import HANDLERS
from courses.needs.item_editing.views import blueprint as item_editing
from courses.needs.items.personal_data import AUTHORSHIP
from courses.needs.items.readiness import items_problem
from courses.needs.personal_data import ANALYSES
from courses.needs.sharing import panels as sharing_panels
from courses.needs.sharing import views as sharing_views
from courses.needs.sharing.handlers import HANDLERS as SHARING_HANDLERS
from courses.needs.sharing.jobs import FORGETTING_JOB, forget_shares
from courses.needs.sharing.personal_data import LEVEL_SHARES

PART = Feature(
    name="courses.needs",
    blueprints=(
        views.blueprint,
        history_views.blueprint,
        item_editing,
        sharing_views.blueprint,
    ),
    navigation=(
        NavigationItem(
            _l("Bedarfsanalyse"), "needs.show", 10, LEARN, group=NavigationGroup.LEARNING
        ),
    ),
    panels=(
        Panel("target_profiles", panels.targets_out_of_reach),
        Panel("needs_result", panels.targets_of_result),
        Panel("needs_shared", sharing_panels.shares_of_result),
        Panel("cohort", sharing_panels.share_levels),
        Panel("roster", sharing_panels.levels_of_roster),
    ),
    jobs=(Job(FORGETTING_JOB, forget_shares),),
    handlers=(*HANDLERS, *SHARING_HANDLERS),
    personal_data=(ANALYSES, AUTHORSHIP, LEVEL_SHARES),
    readiness={"needs_items": items_problem},
    demo=demo.load_demo,
)
