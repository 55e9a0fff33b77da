"""What `alliances` adds to `exchange`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_ALLIANCES
from exchange.alliances.demo import load_demo
from exchange.alliances.duties import views as duty_views
from exchange.alliances.duties.handlers import HANDLERS
from exchange.alliances.guests import access_views, data_views, room_views
from exchange.alliances.guests import views as guest_views
from exchange.alliances.guests.current import DOOR
from exchange.alliances.guests.handlers import HANDLERS as GUEST_HANDLERS
from exchange.alliances.guests.jobs import JOBS as GUEST_JOBS
from exchange.alliances.guests.panels import guests_of_partner, way_in
from exchange.alliances.guests.retention import ENDED_GUESTS, GUEST_REPORTS
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
from exchange.alliances.partners.search_area import PARTNERS
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
        guest_views.blueprint,
        access_views.blueprint,
        room_views.blueprint,
        data_views.blueprint,
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
    jobs=(Job(JOB_NAME, send_reminders), *GUEST_JOBS),
    handlers=(*HANDLERS, *GUEST_HANDLERS),
    panels=(
        Panel("event_page", meeting_of_event),
        Panel("help_page", help_of_municipality),
        Panel("situation_page", help_in_situation),
        Panel("alliance_partner", guests_of_partner),
        Panel("sign_in", way_in),
    ),
    notification_kinds=KINDS,
    personal_data=(ALLIANCE_WORK,),
    retention_rules=(FORMER_PARTNERS, OLD_MEETINGS, GUEST_REPORTS, ENDED_GUESTS),
    guest_door=DOOR,
    search=(PARTNERS,),
    progress=(ALLIANCE, WIDER_ALLIANCE),
    demo=load_demo,
)
