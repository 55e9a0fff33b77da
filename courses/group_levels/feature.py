"""What the levels of groups add to `courses`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_GROUP_LEVELS
from courses.group_levels import panels, survey_views, views
from courses.group_levels.demo import load_demo
from courses.group_levels.handlers import HANDLERS
from courses.group_levels.jobs import FREEZING_JOB, erase_keys, freeze_surveys, invite
from courses.group_levels.notification_kinds import KINDS
from courses.group_levels.personal_data import GIVEN_LEVELS
from courses.group_levels.services import ERASING_JOB, INVITING_JOB

PART = Feature(
    name="courses.group_levels",
    blueprints=(views.blueprint, survey_views.blueprint),
    navigation=(
        NavigationItem(
            _l("Stand der Kompetenzen"),
            "level_surveys.index",
            84,
            READ_GROUP_LEVELS,
            group=NavigationGroup.FIGURES,
        ),
    ),
    jobs=(
        Job(INVITING_JOB, invite),
        Job(FREEZING_JOB, freeze_surveys),
        Job(ERASING_JOB, erase_keys),
    ),
    handlers=HANDLERS,
    panels=(
        Panel("dashboard", panels.ask_for_levels),
        Panel("needs_given", panels.tell_of_given),
    ),
    notification_kinds=KINDS,
    personal_data=(GIVEN_LEVELS,),
    demo=load_demo,
)
