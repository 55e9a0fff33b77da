"""What waves and results of groups add to `assessments`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_GROUP_RESULTS
from assessments.waves import own_views, panels, views
from assessments.waves.demo import load_demo
from assessments.waves.general import ASKING_JOB
from assessments.waves.handlers import HANDLERS
from assessments.waves.jobs import FREEZING_JOB, ask, erase_keys, freeze_waves
from assessments.waves.notification_kinds import KINDS
from assessments.waves.personal_data import WAVES
from assessments.waves.services import ERASING_JOB

PART = Feature(
    name="assessments.waves",
    blueprints=(views.blueprint, own_views.blueprint),
    navigation=(
        NavigationItem(
            _l("Gruppenergebnisse"),
            "waves.index",
            84,
            READ_GROUP_RESULTS,
            group=NavigationGroup.FIGURES,
        ),
    ),
    jobs=(
        Job(ASKING_JOB, ask),
        Job(FREEZING_JOB, freeze_waves),
        Job(ERASING_JOB, erase_keys),
    ),
    handlers=HANDLERS,
    panels=(
        Panel("dashboard", panels.ask_everybody),
        Panel("assessment_group_results", panels.tell_of_results),
    ),
    notification_kinds=KINDS,
    personal_data=(WAVES,),
    demo=load_demo,
)
