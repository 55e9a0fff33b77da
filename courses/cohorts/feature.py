"""What cohorts add to `courses`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import RUN_COHORTS
from courses.cohorts import manage_views, seat_views, views
from courses.cohorts.attendance.personal_data import ATTENDANCE
from courses.cohorts.demo import load_demo
from courses.cohorts.entry import waiver_views, window_views
from courses.cohorts.entry.personal_data import ENTRY
from courses.cohorts.handlers import HANDLERS
from courses.cohorts.notification_kinds import KINDS
from courses.cohorts.panels import cohort_of_event
from courses.cohorts.personal_data import ENROLMENTS
from courses.cohorts.planning import change_views as planning_change_views
from courses.cohorts.planning import views as planning_views
from courses.cohorts.planning.personal_data import LEADING
from courses.cohorts.search_area import COHORTS
from courses.cohorts.seats import line_views
from courses.cohorts.seats.jobs import SEATS_JOB, settle_seats

PART = Feature(
    name="courses.cohorts",
    blueprints=(
        views.blueprint,
        seat_views.blueprint,
        manage_views.blueprint,
        line_views.blueprint,
        planning_views.blueprint,
        waiver_views.blueprint,
        window_views.blueprint,
        planning_change_views.blueprint,
    ),
    demo=load_demo,
    search=(COHORTS,),
    panels=(Panel("event_page", cohort_of_event),),
    jobs=(Job(SEATS_JOB, settle_seats),),
    handlers=HANDLERS,
    notification_kinds=KINDS,
    personal_data=(ENROLMENTS, ENTRY, ATTENDANCE, LEADING),
    navigation=(
        NavigationItem(
            _l("Durchgänge leiten"),
            "manage_cohorts.index",
            60,
            RUN_COHORTS,
            group=NavigationGroup.TRAININGS,
        ),
    ),
)
