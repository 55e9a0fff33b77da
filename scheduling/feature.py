"""What `scheduling` adds to the app."""

from app.kernel.feature import Feature, NavigationItem, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from scheduling import personal_data
from scheduling.cli import slots
from scheduling.coaching.feature import PART as COACHING
from scheduling.feeds import views
from scheduling.feeds.handlers import HANDLERS

FEATURE = Feature(
    name="scheduling",
    blueprints=(views.blueprint, *COACHING.blueprints),
    cli=(slots,),
    navigation=(
        NavigationItem(_l("Kalender"), "calendar.overview", order=40),
        *COACHING.navigation,
    ),
    jobs=COACHING.jobs,
    handlers=HANDLERS,
    panels=COACHING.panels,
    notification_kinds=COACHING.notification_kinds,
    demo=COACHING.demo,
    personal_data=(
        *COACHING.personal_data,
        PersonalData(
            name="scheduling",
            export=personal_data.export_of,
            erase=personal_data.erase,
            retention=_l("Termine und Kalender-Abos: so lange, wie das Konto besteht."),
        ),
    ),
)
