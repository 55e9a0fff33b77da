"""What `statements` adds to `exchange`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_STATEMENTS
from exchange.statements import public_views, views, writing_views
from exchange.statements.demo import load_demo
from exchange.statements.jobs import REMINDING_JOB, remind
from exchange.statements.notification_kinds import KINDS
from exchange.statements.panels import PANELS
from exchange.statements.personal_data import STATEMENTS
from exchange.statements.progress import ONE_VOICE
from exchange.statements.retention import KEPT_STATEMENT_DRAFTS
from exchange.statements.search_area import STATEMENTS as FOUND

PART = Feature(
    name="exchange.statements",
    blueprints=(writing_views.blueprint, views.blueprint, public_views.blueprint),
    navigation=(
        NavigationItem(
            _l("Gemeinsame Erklärungen"),
            "statements.index",
            54,
            READ_STATEMENTS,
            group=NavigationGroup.EXCHANGE,
        ),
    ),
    jobs=(Job(REMINDING_JOB, remind),),
    panels=PANELS,
    notification_kinds=KINDS,
    personal_data=(STATEMENTS,),
    retention_rules=(KEPT_STATEMENT_DRAFTS,),
    search=(FOUND,),
    progress=(ONE_VOICE,),
    demo=load_demo,
)
