"""What `scheduling` adds to the app."""

from app.kernel.feature import Feature, NavigationItem, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from scheduling import personal_data
from scheduling.cli import busy, slots
from scheduling.coaching.feature import PART as COACHING
from scheduling.feeds import views
from scheduling.feeds.handlers import HANDLERS
from scheduling.invitations.feature import PART as INVITATIONS

FEATURE = Feature(
    name="scheduling",
    blueprints=(views.blueprint, *COACHING.blueprints, *INVITATIONS.blueprints),
    cli=(slots, busy),
    navigation=(
        NavigationItem(_l("Kalender"), "calendar.overview", order=40),
        *COACHING.navigation,
    ),
    handlers=(*HANDLERS, *COACHING.handlers, *INVITATIONS.handlers),
    jobs=(*COACHING.jobs, *INVITATIONS.jobs),
    panels=COACHING.panels,
    notification_kinds=(*COACHING.notification_kinds, *INVITATIONS.notification_kinds),
    demo=COACHING.demo,
    retention_rules=COACHING.retention_rules,
    personal_data=(
        *COACHING.personal_data,
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
