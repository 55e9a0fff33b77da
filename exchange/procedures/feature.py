"""What `procedures` adds to `exchange`."""

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_PROCEDURES, READ_PROGRAMME_CASE_FIGURES
from exchange.procedures.cases import answer_views, handler_views
from exchange.procedures.cases import views as cases
from exchange.procedures.cases.handlers import HANDLERS
from exchange.procedures.cases.jobs import (
    DELETING_JOB,
    REMINDING_JOB,
    delete_old_cases,
    remind,
)
from exchange.procedures.cases.notification_kinds import KINDS
from exchange.procedures.cases.panels import begin_case, late_cases, procedures_in_situation
from exchange.procedures.cases.personal_data import CASES
from exchange.procedures.cases.retention import KEPT_CASES, KEPT_EXERCISES
from exchange.procedures.demo import load_demo
from exchange.procedures.exercises import views as exercises
from exchange.procedures.exercises.panels import begin_exercise, looking_back
from exchange.procedures.figures import views as figures
from exchange.procedures.figures.jobs import PUBLISHING_JOB, publish_due
from exchange.procedures.progress import CLEARING
from exchange.procedures.writing import editing_views
from exchange.procedures.writing import views as reading
from exchange.procedures.writing.personal_data import WRITTEN_PROCEDURES
from exchange.procedures.writing.search_area import PROCEDURES

PART = Feature(
    name="exchange.procedures",
    blueprints=(
        reading.blueprint,
        editing_views.blueprint,
        cases.blueprint,
        handler_views.blueprint,
        answer_views.blueprint,
        exercises.blueprint,
        figures.blueprint,
        figures.programme,
    ),
    navigation=(
        NavigationItem(
            _l("Verfahren"),
            "procedures.index",
            43,
            READ_PROCEDURES,
            group=NavigationGroup.PROTECTION,
        ),
        NavigationItem(
            _l("Zahlen zu Vorgängen"),
            "programme_case_figures.show",
            86,
            READ_PROGRAMME_CASE_FIGURES,
            group=NavigationGroup.FIGURES,
        ),
    ),
    jobs=(
        Job(REMINDING_JOB, remind),
        Job(DELETING_JOB, delete_old_cases),
        Job(PUBLISHING_JOB, publish_due),
    ),
    handlers=HANDLERS,
    panels=(
        Panel("procedure", begin_case),
        Panel("procedure", begin_exercise),
        Panel("case", looking_back),
        Panel("dashboard", late_cases),
        Panel("situation_page", procedures_in_situation),
    ),
    notification_kinds=KINDS,
    personal_data=(WRITTEN_PROCEDURES, CASES),
    retention_rules=(KEPT_CASES, KEPT_EXERCISES),
    search=(PROCEDURES,),
    progress=(CLEARING,),
    demo=load_demo,
)
