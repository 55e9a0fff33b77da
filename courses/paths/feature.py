"""What training paths add to `courses`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import LEARN
from courses.paths import (
    choice_views,
    cli,
    demo,
    enrolling_views,
    planning_views,
    removing_views,
    views,
)
from courses.paths.handlers import HANDLERS
from courses.paths.jobs import plan_requested
from courses.paths.notification_kinds import KINDS
from courses.paths.panels import path_on_dashboard
from courses.paths.personal_data import CHOICES, PATHS, PLANNING_REQUESTS
from courses.paths.requests import PLANNING_JOB

PART = Feature(
    name="courses.paths",
    blueprints=(
        views.blueprint,
        choice_views.blueprint,
        removing_views.blueprint,
        planning_views.blueprint,
        enrolling_views.blueprint,
    ),
    cli=(cli.paths,),
    navigation=(
        NavigationItem(_l("Lernpfad"), "paths.show", 20, LEARN, group=NavigationGroup.LEARNING),
    ),
    jobs=(Job(PLANNING_JOB, plan_requested),),
    handlers=HANDLERS,
    panels=(Panel("dashboard", path_on_dashboard),),
    notification_kinds=KINDS,
    personal_data=(CHOICES, PATHS, PLANNING_REQUESTS),
    demo=demo.load_demo,
)
