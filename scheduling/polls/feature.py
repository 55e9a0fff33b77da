"""What `polls` adds to `scheduling`."""

from app.kernel.feature import Feature, Job
from scheduling.polls import views
from scheduling.polls.jobs import tell_who_is_due
from scheduling.polls.notification_kinds import KINDS
from scheduling.polls.personal_data import POLLS
from scheduling.polls.retention import KEPT_POLLS
from scheduling.polls.services import JOB_NAME

PART = Feature(
    name="scheduling.polls",
    blueprints=(views.blueprint,),
    jobs=(Job(JOB_NAME, tell_who_is_due),),
    notification_kinds=KINDS,
    personal_data=(POLLS,),
    retention_rules=(KEPT_POLLS,),
)
