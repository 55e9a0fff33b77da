"""What cohorts' waves add to `courses`."""

from app.kernel.feature import Feature, Job, Panel
from courses.cohort_waves import panels, views
from courses.cohort_waves.demo import load_demo
from courses.cohort_waves.handlers import HANDLERS
from courses.cohort_waves.jobs import WAVES_JOB, run_waves
from courses.cohort_waves.notification_kinds import KINDS

PART = Feature(
    name="courses.cohort_waves",
    blueprints=(views.blueprint,),
    jobs=(Job(WAVES_JOB, run_waves),),
    handlers=HANDLERS,
    panels=(
        Panel("dashboard", panels.ask_at_home),
        Panel("cohort", panels.tell_who_takes_part),
        Panel("cohort_figures", panels.tell_who_leads),
    ),
    notification_kinds=KINDS,
    demo=load_demo,
)
