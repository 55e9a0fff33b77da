"""What `courses` adds to the app: the parts of its sub-packages, and the screens that join them."""

from datetime import datetime
from typing import Any

from app.kernel.feature import Feature, NavigationGroup, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import EDIT_COURSES, READ_COURSES
from courses import views
from courses.catalogue.feature import PART as CATALOGUE
from courses.check_in.feature import PART as CHECK_IN
from courses.cohort_waves.feature import PART as COHORT_WAVES
from courses.cohorts.feature import PART as COHORTS
from courses.desk.feature import PART as DESK
from courses.editing.views import blueprint as editing
from courses.evaluation.feature import PART as EVALUATION
from courses.group_levels.feature import PART as GROUP_LEVELS
from courses.handlers import HANDLERS
from courses.learning.feature import PART as LEARNING
from courses.needs.feature import PART as NEEDS
from courses.nominations.feature import PART as NOMINATIONS
from courses.paths.feature import PART as PATHS
from courses.progress import TRAININGS
from courses.reports.feature import PART as REPORTS
from courses.search_area import COURSES
from courses.team_paths.feature import PART as TEAM_PATHS

# Lowest first: later parts may build on earlier ones, also in the demo.
PARTS = (
    CATALOGUE,
    LEARNING,
    COHORTS,
    DESK,
    CHECK_IN,
    NOMINATIONS,
    EVALUATION,
    COHORT_WAVES,
    REPORTS,
    NEEDS,
    GROUP_LEVELS,
    PATHS,
    TEAM_PATHS,
)


def _of_all_parts(name: str) -> tuple[Any, ...]:
    return tuple(entry for part in PARTS for entry in getattr(part, name))


def load_demo(now: datetime) -> None:
    """Load the invented data of every part."""
    for part in PARTS:
        if part.demo:
            part.demo(now)


FEATURE = Feature(
    name="courses",
    blueprints=(views.blueprint, editing, *_of_all_parts("blueprints")),
    cli=_of_all_parts("cli"),
    navigation=(
        NavigationItem(_l("Kurse"), "courses.index", 30, READ_COURSES),
        NavigationItem(
            _l("Katalog"), "edit_courses.index", 61, EDIT_COURSES, group=NavigationGroup.TRAININGS
        ),
        *_of_all_parts("navigation"),
    ),
    jobs=_of_all_parts("jobs"),
    handlers=(*_of_all_parts("handlers"), *HANDLERS),
    panels=_of_all_parts("panels"),
    notification_kinds=_of_all_parts("notification_kinds"),
    search=(COURSES, *_of_all_parts("search")),
    progress=(TRAININGS,),
    # The other way round: what refers to something is erased before it.
    personal_data=_of_all_parts("personal_data")[::-1],
    readiness={name: check for part in PARTS for name, check in part.readiness.items()},
    retention_rules=_of_all_parts("retention_rules"),
    demo=load_demo,
)
