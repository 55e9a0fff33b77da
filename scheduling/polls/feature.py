"""What `polls` adds to `scheduling`."""

from app.kernel.feature import Feature, Job, Panel
from scheduling.polls import organising_views, views
from scheduling.polls.handlers import HANDLERS
from scheduling.polls.jobs import tell_who_is_due
from scheduling.polls.notification_kinds import KINDS
from scheduling.polls.panels import render_open
from scheduling.polls.personal_data import POLLS
from scheduling.polls.retention import KEPT_POLLS
from scheduling.polls.services import JOB_NAME

PART = Feature(
    name="scheduling.polls",
    blueprints=(views.blueprint, organising_views.blueprint),
    handlers=HANDLERS,
    jobs=(Job(JOB_NAME, tell_who_is_due),),
    panels=(Panel("calendar", render_open),),
    notification_kinds=KINDS,
    personal_data=(POLLS,),
    retention_rules=(KEPT_POLLS,),
)
