"""What the paths of teams add to `courses`."""

from app.kernel.feature import Feature, Job
from courses.team_paths import analysis_views
from courses.team_paths.collecting import PLANNING_JOB
from courses.team_paths.jobs import plan
from courses.team_paths.notification_kinds import KINDS

PART = Feature(
    name="courses.team_paths",
    blueprints=(analysis_views.blueprint,),
    jobs=(Job(PLANNING_JOB, plan),),
    notification_kinds=KINDS,
)
