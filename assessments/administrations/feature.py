"""What one's own self-assessments add to `assessments`."""

from app.kernel.feature import Feature, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import ASSESS_ONESELF
from assessments.administrations import course_views, filling_views, views
from assessments.administrations.demo import load_demo
from assessments.administrations.handlers import HANDLERS
from assessments.administrations.jobs import JOBS
from assessments.administrations.panels import how_long_kept, soon_deleted
from assessments.administrations.personal_data import ASSESSMENTS
from assessments.administrations.retention import KEPT_ASSESSMENTS, KEPT_DRAFTS
from assessments.administrations.unreadable import tell_unreadable

PART = Feature(
    name="assessments.administrations",
    blueprints=(course_views.blueprint, filling_views.blueprint),
    navigation=(
        NavigationItem(
            _l("Selbsteinschätzung"),
            "assessments.show",
            45,
            ASSESS_ONESELF,
            has_own=views.has_own,
            group=NavigationGroup.LEARNING,
        ),
    ),
    jobs=JOBS,
    handlers=HANDLERS,
    personal_data=(ASSESSMENTS,),
    retention_rules=(KEPT_ASSESSMENTS, KEPT_DRAFTS),
    panels=(
        Panel("own_assessments", tell_unreadable),
        Panel("own_assessments", how_long_kept),
        Panel("own_assessments_soon_deleted", soon_deleted),
    ),
    demo=load_demo,
)
