"""What `meetings` adds to `exchange`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_MEETINGS
from exchange.meetings import views
from exchange.meetings.bodies import views as bodies
from exchange.meetings.bodies.services import MEMBERS_JOB
from exchange.meetings.dates import agenda_views, document_views, series_views
from exchange.meetings.dates import views as dates
from exchange.meetings.dates.handlers import HANDLERS as MEMBERS_HANDLERS
from exchange.meetings.dates.jobs import follow_members
from exchange.meetings.decisions import views as decisions
from exchange.meetings.demo import load_demo
from exchange.meetings.minutes import views as minutes
from exchange.meetings.notification_kinds import KINDS
from exchange.meetings.panels import meeting_of_event, next_meeting
from exchange.meetings.personal_data import MEETING_WORK
from exchange.meetings.progress import MEETINGS as PROGRESS
from exchange.meetings.replies import views as replies
from exchange.meetings.replies.jobs import REMINDING_JOB, send_reminders
from exchange.meetings.retention import OLD_MEETINGS, OLD_REMARKS
from exchange.meetings.search_area import MEETINGS as SEARCH
from exchange.meetings.visits import views as visits
from exchange.meetings.visits.handlers import HANDLERS as VISIT_HANDLERS
from exchange.meetings.visits.retention import OLD_NOTES

PART = Feature(
    name="exchange.meetings",
    blueprints=(
        views.blueprint,
        bodies.blueprint,
        dates.blueprint,
        series_views.blueprint,
        agenda_views.blueprint,
        document_views.blueprint,
        replies.blueprint,
        minutes.blueprint,
        decisions.blueprint,
        visits.blueprint,
    ),
    navigation=(
        NavigationItem(
            _l("Sitzungen und Besuche"),
            "meetings.index",
            48,
            READ_MEETINGS,
            group=NavigationGroup.EXCHANGE,
        ),
    ),
    jobs=(Job(MEMBERS_JOB, follow_members), Job(REMINDING_JOB, send_reminders)),
    handlers=(*MEMBERS_HANDLERS, *VISIT_HANDLERS),
    panels=(Panel("event_page", meeting_of_event), Panel("dashboard", next_meeting)),
    notification_kinds=KINDS,
    search=(SEARCH,),
    progress=(PROGRESS,),
    personal_data=(MEETING_WORK,),
    retention_rules=(OLD_MEETINGS, OLD_REMARKS, OLD_NOTES),
    demo=load_demo,
)
