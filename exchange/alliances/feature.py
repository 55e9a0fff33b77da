"""What `alliances` adds to `exchange`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_ALLIANCES
from exchange.alliances.demo import load_demo
from exchange.alliances.duties import views as duty_views
from exchange.alliances.duties.handlers import HANDLERS
from exchange.alliances.helping import views as help_views
from exchange.alliances.helping.panels import help_in_situation, help_of_municipality
from exchange.alliances.meetings import record_views
from exchange.alliances.meetings import views as meeting_views
from exchange.alliances.meetings.jobs import send_reminders
from exchange.alliances.meetings.panels import meeting_of_event
from exchange.alliances.meetings.tasks import JOB_NAME
from exchange.alliances.notification_kinds import KINDS
from exchange.alliances.overview import views as overview_views
from exchange.alliances.overview.progress import ALLIANCE, WIDER_ALLIANCE
from exchange.alliances.partners import people_views
from exchange.alliances.partners import views as partner_views
from exchange.alliances.personal_data import ALLIANCE_WORK
from exchange.alliances.retention import FORMER_PARTNERS, OLD_MEETINGS

PART = Feature(
    name="exchange.alliances",
    blueprints=(
        overview_views.blueprint,
        help_views.blueprint,
        partner_views.blueprint,
        people_views.blueprint,
        duty_views.blueprint,
        meeting_views.blueprint,
        record_views.blueprint,
    ),
    navigation=(
        NavigationItem(
            _l("Allianz"),
            "alliances.index",
            42,
            READ_ALLIANCES,
            group=NavigationGroup.PROTECTION,
        ),
    ),
    jobs=(Job(JOB_NAME, send_reminders),),
    handlers=HANDLERS,
    panels=(
        Panel("event_page", meeting_of_event),
        Panel("help_page", help_of_municipality),
        Panel("situation_page", help_in_situation),
    ),
    notification_kinds=KINDS,
    personal_data=(ALLIANCE_WORK,),
    retention_rules=(FORMER_PARTNERS, OLD_MEETINGS),
    progress=(ALLIANCE, WIDER_ALLIANCE),
    demo=load_demo,
)
