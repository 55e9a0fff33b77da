"""What `toolbox` adds to `exchange`."""

from app.kernel.feature import Feature, NavigationGroup, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_TOOLBOX
from exchange.toolbox import text_views, views
from exchange.toolbox.demo import load_demo
from exchange.toolbox.handlers import HANDLERS
from exchange.toolbox.notification_kinds import KINDS
from exchange.toolbox.panels import PANELS
from exchange.toolbox.personal_data import TEXTS
from exchange.toolbox.progress import COMMUNICATION
from exchange.toolbox.retention import KEPT_DRAFTS
from exchange.toolbox.search_area import AREAS

PART = Feature(
    name="exchange.toolbox",
    blueprints=(views.blueprint, text_views.blueprint),
    navigation=(
        NavigationItem(
            _l("Werkzeugkasten"),
            "toolbox.index",
            44,
            READ_TOOLBOX,
            group=NavigationGroup.PROTECTION,
        ),
    ),
    handlers=HANDLERS,
    panels=PANELS,
    notification_kinds=KINDS,
    personal_data=(TEXTS,),
    retention_rules=(KEPT_DRAFTS,),
    search=AREAS,
    progress=(COMMUNICATION,),
    demo=load_demo,
)
