"""What issuing adds to `certificates`."""

from app.kernel.feature import Feature, Job, Panel
from certificates.issuing import panels, personal_data, retention, views
from certificates.issuing.handlers import HANDLERS
from certificates.issuing.jobs import issue_ordered
from certificates.issuing.notification_kinds import KINDS
from certificates.issuing.services import ISSUE_JOB

PART = Feature(
    name="certificates.issuing",
    blueprints=(views.blueprint,),
    handlers=HANDLERS,
    jobs=(Job(ISSUE_JOB, issue_ordered),),
    panels=(
        Panel("cohort", panels.render_cohort),
        Panel("roster", panels.render_roster),
        Panel("roster_row", panels.render_roster_row),
    ),
    notification_kinds=KINDS,
    personal_data=(personal_data.ORDERS,),
    retention_rules=(retention.KEPT_RUNS,),
)
