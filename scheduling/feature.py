"""What `scheduling` adds to the app."""

from datetime import datetime

from app.kernel.feature import Feature, NavigationItem, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from scheduling import personal_data
from scheduling.busy_calendars.feature import PART as BUSY_CALENDARS
from scheduling.cli import busy, slots
from scheduling.coaching.feature import PART as COACHING
from scheduling.feeds import views
from scheduling.feeds.handlers import HANDLERS
from scheduling.invitations.feature import PART as INVITATIONS
from scheduling.polls.feature import PART as POLLS
from scheduling.search_area import APPOINTMENTS


def load_demo(now: datetime) -> None:
    """Coaching first: calendars from outside leave its appointments room."""
    for part in (COACHING, BUSY_CALENDARS, POLLS):
        if part.demo:
            part.demo(now)


FEATURE = Feature(
    name="scheduling",
    blueprints=(
        views.blueprint,
        *BUSY_CALENDARS.blueprints,
        *COACHING.blueprints,
        *INVITATIONS.blueprints,
        *POLLS.blueprints,
    ),
    cli=(slots, busy),
    navigation=(
        NavigationItem(_l("Kalender"), "calendar.overview", order=40),
        *BUSY_CALENDARS.navigation,
        *COACHING.navigation,
        *POLLS.navigation,
    ),
    handlers=(
        *HANDLERS,
        *BUSY_CALENDARS.handlers,
        *COACHING.handlers,
        *INVITATIONS.handlers,
        *POLLS.handlers,
    ),
    jobs=(*BUSY_CALENDARS.jobs, *COACHING.jobs, *INVITATIONS.jobs, *POLLS.jobs),
    panels=(*BUSY_CALENDARS.panels, *COACHING.panels, *POLLS.panels),
    notification_kinds=(
        *BUSY_CALENDARS.notification_kinds,
        *COACHING.notification_kinds,
        *INVITATIONS.notification_kinds,
        *POLLS.notification_kinds,
    ),
    search=(APPOINTMENTS, *POLLS.search),
    demo=load_demo,
    retention_rules=(
        *BUSY_CALENDARS.retention_rules,
        *COACHING.retention_rules,
        *POLLS.retention_rules,
    ),
    personal_data=(
        *BUSY_CALENDARS.personal_data,
        *COACHING.personal_data,
        *POLLS.personal_data,
        PersonalData(
            name="scheduling",
            label=_l("Termine und Kalender-Abos"),
            purpose=_l("Termine planen und in Ihren Kalender bringen"),
            export=personal_data.export_of,
            erase=personal_data.erase,
            retention=_l("So lange, wie das Konto besteht."),
        ),
    ),
)
