"""What calendars from outside add to `scheduling`."""

from app.kernel.feature import Feature, Job, Panel, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from scheduling.busy_calendars import changing_views, connecting_views, personal_data, views
from scheduling.busy_calendars.demo import load_demo
from scheduling.busy_calendars.handlers import HANDLERS
from scheduling.busy_calendars.jobs import refresh_due
from scheduling.busy_calendars.panels import render_stale
from scheduling.busy_calendars.services import REFRESH_JOB

PART = Feature(
    name="scheduling.busy_calendars",
    blueprints=(views.blueprint, connecting_views.blueprint, changing_views.blueprint),
    jobs=(Job(REFRESH_JOB, refresh_due, beside=True),),
    handlers=HANDLERS,
    panels=(Panel("dashboard", render_stale),),
    demo=load_demo,
    personal_data=(
        PersonalData(
            name="busy_calendars",
            label=_l("Belegte Kalender: wann Sie nach einem Kalender von außen belegt sind"),
            purpose=_l("Coaching nur zu Zeiten anbieten, zu denen Sie frei sind"),
            export=personal_data.export_of,
            erase=personal_data.erase,
            retention=_l("Bis Sie den Kalender entfernen. Was zwei Tage vorbei ist, löschen wir."),
            sealed=_l("Adressen belegter Kalender"),
        ),
    ),
)
