"""What `knowledge` adds to `exchange`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_KNOWLEDGE
from exchange.knowledge.attachments.handlers import HANDLERS as FILES
from exchange.knowledge.demo import load_demo
from exchange.knowledge.desk import file_views, review_views
from exchange.knowledge.desk import views as desk_views
from exchange.knowledge.digest.jobs import DIGEST_JOB, tell_all
from exchange.knowledge.library import comment_views, moderation_views, views
from exchange.knowledge.library.indexing import HANDLERS as INDEX
from exchange.knowledge.library.searching import ARTICLES as FOUND_ARTICLES
from exchange.knowledge.notification_kinds import KINDS
from exchange.knowledge.panels import PANELS
from exchange.knowledge.personal_data import PERSONAL_DATA
from exchange.knowledge.progress import ARTICLES as PUBLISHED_ARTICLES
from exchange.knowledge.retention import KEPT_DRAFTS

PART = Feature(
    name="exchange.knowledge",
    blueprints=(
        views.blueprint,
        comment_views.blueprint,
        moderation_views.blueprint,
        desk_views.blueprint,
        file_views.blueprint,
        review_views.blueprint,
    ),
    navigation=(
        NavigationItem(
            _l("Praxiswissen"),
            "articles.index",
            47,
            READ_KNOWLEDGE,
            group=NavigationGroup.EXCHANGE,
        ),
    ),
    jobs=(Job(DIGEST_JOB, tell_all),),
    handlers=(*FILES, *INDEX),
    panels=PANELS,
    notification_kinds=KINDS,
    personal_data=PERSONAL_DATA,
    retention_rules=(KEPT_DRAFTS,),
    search=(FOUND_ARTICLES,),
    progress=(PUBLISHED_ARTICLES,),
    demo=load_demo,
)
