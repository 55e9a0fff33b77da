"""What `certificates` adds to the app."""

from app.kernel.feature import Feature, Job, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import OWN_CERTIFICATES
from certificates import panels, personal_data, views
from certificates.demo import load_demo
from certificates.jobs import issue_ordered
from certificates.notification_kinds import KINDS
from certificates.services import ISSUE_JOB

FEATURE = Feature(
    name="certificates",
    blueprints=(views.blueprint,),
    navigation=(NavigationItem(_l("Bescheinigungen"), "certificates.own", 50, OWN_CERTIFICATES),),
    jobs=(Job(ISSUE_JOB, issue_ordered),),
    panels=(
        Panel("cohort", panels.render_cohort),
        Panel("roster", panels.render_roster),
        Panel("roster_row", panels.render_roster_row),
    ),
    notification_kinds=KINDS,
    personal_data=(personal_data.CERTIFICATES,),
    demo=load_demo,
)
