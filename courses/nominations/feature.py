"""What nominations add to `courses`."""

from app.kernel.feature import Feature, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import ANSWER_IN_HOUSE, APPROVE_ENROLMENTS, READ_TRAININGS
from courses.nominations import approval_views, in_house_views, nominate_views, views
from courses.nominations.demo import load_demo
from courses.nominations.handlers import HANDLERS
from courses.nominations.notification_kinds import KINDS
from courses.nominations.panels import nominated_by
from courses.nominations.personal_data import NOMINATIONS

PART = Feature(
    name="courses.nominations",
    blueprints=(
        views.blueprint,
        nominate_views.blueprint,
        approval_views.blueprint,
        in_house_views.blueprint,
        in_house_views.manage_blueprint,
    ),
    navigation=(
        NavigationItem(
            _l("Trainings der Kommune"),
            "nominations.index",
            82,
            READ_TRAININGS,
            group=NavigationGroup.PEOPLE,
        ),
        NavigationItem(
            _l("Anmeldungen genehmigen"),
            "approvals.index",
            83,
            APPROVE_ENROLMENTS,
            group=NavigationGroup.PEOPLE,
        ),
        NavigationItem(
            _l("Durchgänge für Kommunen"),
            "manage_in_house.manage",
            62,
            ANSWER_IN_HOUSE,
            group=NavigationGroup.TRAININGS,
        ),
    ),
    handlers=HANDLERS,
    panels=(Panel("cohort_standing", nominated_by),),
    notification_kinds=KINDS,
    personal_data=(NOMINATIONS,),
    demo=load_demo,
)
