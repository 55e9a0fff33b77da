"""What `assessments` adds to the app."""

from app.kernel.feature import Feature, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import ASSESS_ONESELF
from assessments import views
from assessments.cli import disclosure, instruments
from assessments.demo import load_demo
from assessments.handlers import HANDLERS
from assessments.personal_data import ASSESSMENTS

FEATURE = Feature(
    name="assessments",
    blueprints=(views.blueprint,),
    cli=(disclosure, instruments),
    navigation=(
        NavigationItem(
            _l("Selbsteinschätzung"), "assessments.show", 45, ASSESS_ONESELF, has_own=views.has_own
        ),
    ),
    handlers=HANDLERS,
    personal_data=(ASSESSMENTS,),
    demo=load_demo,
)
