"""What calendars from outside add to `scheduling`."""

from app.kernel.feature import Feature, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from scheduling.busy_calendars import personal_data

PART = Feature(
    name="scheduling.busy_calendars",
    personal_data=(
        PersonalData(
            name="busy_calendars",
            label=_l("Belegte Kalender: wann Sie nach einem Kalender von außen belegt sind"),
            purpose=_l("Coaching nur zu Zeiten anbieten, zu denen Sie frei sind"),
            export=personal_data.export_of,
            erase=personal_data.erase,
            retention=_l("Bis Sie den Kalender entfernen. Vergangene Zeiten löschen wir täglich."),
            sealed=_l("Adressen belegter Kalender"),
        ),
    ),
)
