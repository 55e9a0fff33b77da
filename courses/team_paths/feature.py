"""What the paths of teams add to `courses`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import DECIDE_TEAM_PATHS, PLAN_TEAM_PATHS
from courses.team_paths import analysis_views, decision_views, plan_views
from courses.team_paths.analysis_demo import load_demo
from courses.team_paths.collecting import PLANNING_JOB
from courses.team_paths.jobs import plan
from courses.team_paths.notification_kinds import ANALYSIS_KINDS, PLAN_KINDS
from courses.team_paths.panels import plans_to_decide, team_of_own_path
from courses.team_paths.personal_data import TEAM_PATHS

PART = Feature(
    name="courses.team_paths",
    blueprints=(analysis_views.blueprint, plan_views.blueprint, decision_views.blueprint),
    navigation=(
        NavigationItem(
            _l("Lernpfad des Teams"),
            "team_analyses.index",
            81,
            PLAN_TEAM_PATHS,
            group=NavigationGroup.LEARNING,
        ),
        NavigationItem(
            _l("Lernpfade der Teams"),
            "decide_team_paths.index",
            84,
            DECIDE_TEAM_PATHS,
            group=NavigationGroup.FIGURES,
        ),
    ),
    jobs=(Job(PLANNING_JOB, plan),),
    panels=(Panel("own_path", team_of_own_path), Panel("dashboard", plans_to_decide)),
    notification_kinds=(*ANALYSIS_KINDS, *PLAN_KINDS),
    personal_data=(TEAM_PATHS,),
    demo=load_demo,
)
