"""What the paths of teams add to `courses`."""

from app.kernel.feature import Feature, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import DECIDE_TEAM_PATHS
from courses.team_paths import decision_views, plan_views
from courses.team_paths.demo import load_demo
from courses.team_paths.notification_kinds import PLAN_KINDS
from courses.team_paths.panels import team_of_own_path
from courses.team_paths.personal_data import TEAM_PATHS

PART = Feature(
    name="courses.team_paths",
    blueprints=(plan_views.blueprint, decision_views.blueprint),
    navigation=(
        NavigationItem(_l("Lernpfade der Teams"), "decide_team_paths.index", 84, DECIDE_TEAM_PATHS),
    ),
    panels=(Panel("own_path", team_of_own_path),),
    notification_kinds=PLAN_KINDS,
    personal_data=(TEAM_PATHS,),
    demo=load_demo,
)
"""The training path of a team: asked for by its lead, planned once, decided by the coordinator."""
