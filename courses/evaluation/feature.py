"""What evaluation adds to `courses`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_EVALUATIONS
from courses.evaluation import manage_views, panels, views
from courses.evaluation.demo import load_demo
from courses.evaluation.jobs import ASKING_JOB, RELEASING_JOB, ask, release
from courses.evaluation.notification_kinds import KINDS
from courses.evaluation.personal_data import FEEDBACK

PART = Feature(
    name="courses.evaluation",
    blueprints=(views.blueprint, manage_views.blueprint),
    navigation=(
        NavigationItem(
            _l("Rückmeldungen"),
            "evaluations.index",
            87,
            READ_EVALUATIONS,
            group=NavigationGroup.FIGURES,
        ),
    ),
    jobs=(Job(ASKING_JOB, ask), Job(RELEASING_JOB, release)),
    panels=(
        Panel("cohort_next", panels.ask_on_cohort_page),
        Panel("cohort_figures", panels.lead_to_figures),
    ),
    notification_kinds=KINDS,
    personal_data=(FEEDBACK,),
    demo=load_demo,
)
