"""What cohorts add to `courses`."""

from app.kernel.feature import Feature, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import RUN_COHORTS
from courses.cohorts import manage_views, planning_views, views
from courses.cohorts.attendance_data import ATTENDANCE
from courses.cohorts.demo import load_demo
from courses.cohorts.handlers import HANDLERS
from courses.cohorts.notification_kinds import KINDS
from courses.cohorts.panels import cohort_of_event

PART = Feature(
    name="courses.cohorts",
    blueprints=(views.blueprint, manage_views.blueprint, planning_views.blueprint),
    handlers=HANDLERS,
    personal_data=(ATTENDANCE,),
    demo=load_demo,
    panels=(Panel("event_page", cohort_of_event),),
    notification_kinds=KINDS,
    navigation=(NavigationItem(_l("Durchgänge leiten"), "manage_cohorts.index", 60, RUN_COHORTS),),
)
