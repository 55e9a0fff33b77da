"""What the trainer's desk adds to `courses`."""

from app.kernel.feature import Feature, Job, Panel
from courses.desk.announcements import views as announcements
from courses.desk.announcements.panels import announcements_to_read
from courses.desk.demo import load_demo
from courses.desk.hours import views as hours
from courses.desk.materials import views as materials
from courses.desk.materials.jobs import TELLING_JOB, tell_of_due
from courses.desk.materials.panels import released_materials
from courses.desk.notes import views as notes
from courses.desk.notification_kinds import KINDS
from courses.desk.overview import views as overview
from courses.desk.overview.panels import due_now, tools_of_cohort
from courses.desk.personal_data import DESK_WORK
from courses.desk.support import views as support
from courses.desk.support.handlers import HANDLERS
from courses.desk.support.panels import ask_for_need, needs_of_roster
from courses.desk.support.personal_data import SUPPORT_NEEDS
from courses.desk.support.retention import KEPT_NEEDS

PART = Feature(
    name="courses.desk",
    blueprints=(
        announcements.blueprint,
        materials.blueprint,
        materials.files,
        notes.blueprint,
        hours.blueprint,
        overview.blueprint,
        support.blueprint,
    ),
    jobs=(Job(TELLING_JOB, tell_of_due),),
    retention_rules=(KEPT_NEEDS,),
    handlers=HANDLERS,
    panels=(
        Panel("cohort", announcements_to_read),
        Panel("cohort", released_materials),
        Panel("cohort", ask_for_need),
        Panel("roster", needs_of_roster),
        Panel("desk", due_now),
        Panel("manage_cohort", tools_of_cohort),
    ),
    notification_kinds=KINDS,
    personal_data=(DESK_WORK, SUPPORT_NEEDS),
    demo=load_demo,
)
