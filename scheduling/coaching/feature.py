"""What coaching adds to `scheduling`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel, PersonalData
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import (
    BOOK_COACHING,
    BOOK_CRISIS_TALKS,
    COVER_ABSENCES,
    KEEP_APPOINTMENTS,
    OVERRIDE_BOOKINGS,
    RUN_COACHING,
)
from scheduling.coaching import (
    absence_views,
    answer_views,
    booking_views,
    deputy_views,
    find_views,
    guest_views,
    handover_views,
    hold_views,
    hours_statement_views,
    hours_views,
    manage_views,
    note_views,
    override_views,
    overview_views,
    personal_data,
    series_views,
    views,
    waiting_views,
)
from scheduling.coaching.demo import load_demo
from scheduling.coaching.handlers import HANDLERS
from scheduling.coaching.jobs import (
    EXPIRE_JOB,
    REMINDERS_JOB,
    WAITING_JOB,
    expire_open,
    send_reminders,
    tell_who_waits,
)
from scheduling.coaching.notification_kinds import KINDS
from scheduling.coaching.panels import render_people_counts
from scheduling.coaching.presenting import booking_of_event
from scheduling.coaching.retention import KEPT_GUESTS

PART = Feature(
    name="scheduling.coaching",
    blueprints=(
        views.blueprint,
        override_views.blueprint,
        booking_views.blueprint,
        deputy_views.blueprint,
        answer_views.blueprint,
        find_views.blueprint,
        guest_views.blueprint,
        hold_views.blueprint,
        series_views.blueprint,
        manage_views.blueprint,
        hours_views.blueprint,
        overview_views.blueprint,
        waiting_views.blueprint,
        hours_statement_views.blueprint,
        note_views.blueprint,
        handover_views.blueprint,
        absence_views.blueprint,
    ),
    demo=load_demo,
    jobs=(
        Job(EXPIRE_JOB, expire_open),
        Job(WAITING_JOB, tell_who_waits),
        Job(REMINDERS_JOB, send_reminders),
    ),
    panels=(Panel("event_page", booking_of_event), Panel("entitlements", render_people_counts)),
    notification_kinds=KINDS,
    handlers=HANDLERS,
    retention_rules=(KEPT_GUESTS,),
    navigation=(
        NavigationItem(_l("Coaching"), "coaching.index", 35, BOOK_CRISIS_TALKS),
        NavigationItem(
            _l("Coaching-Termine"),
            "bookings.index",
            36,
            BOOK_COACHING,
            has_own=booking_views.has_bookings,
            group=NavigationGroup.LEARNING,
        ),
        NavigationItem(_l("Coaching-Termine"), "bookings.index", 36, RUN_COACHING),
        NavigationItem(_l("Termine für andere"), "deputy.index", 37, KEEP_APPOINTMENTS),
        NavigationItem(
            _l("Termin-Hilfe"),
            "overrides.find",
            84,
            OVERRIDE_BOOKINGS,
            group=NavigationGroup.TRAININGS,
        ),
        NavigationItem(
            _l("Coach fällt aus"),
            "absences.show",
            84,
            COVER_ABSENCES,
            group=NavigationGroup.TRAININGS,
        ),
        NavigationItem(
            _l("Meine Zeiten"),
            "manage_coaching.availability",
            62,
            RUN_COACHING,
            group=NavigationGroup.TRAININGS,
        ),
        NavigationItem(
            _l("Meine Angebote"),
            "manage_coaching.offers",
            63,
            RUN_COACHING,
            group=NavigationGroup.TRAININGS,
        ),
        NavigationItem(
            _l("Stundennachweis"),
            "hours_statement.show",
            64,
            RUN_COACHING,
            group=NavigationGroup.TRAININGS,
        ),
    ),
    personal_data=(
        PersonalData(
            name="coaching",
            label=_l("Coaching: Angebote, Arbeitszeiten und Termine"),
            purpose=_l("Coaching vereinbaren und abrechnen"),
            export=personal_data.export_of,
            erase=personal_data.erase,
            retention=_l(
                "So lange, wie das Konto besteht. Mailadressen von Gästen: %(coaching_guests)s "
                "nach dem Termin.",
                coaching_guests=KEPT_GUESTS.shown,
            ),
            sealed=_l("Notizen des Coaches zu einem Termin"),
        ),
    ),
)
