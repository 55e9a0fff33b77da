"""What lists and reports add to `courses`."""

from app.kernel.feature import Feature, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_REPORTS
from courses.reports import list_views, views
from courses.reports.panels import render_lists

PART = Feature(
    name="courses.reports",
    blueprints=(list_views.blueprint, views.blueprint),
    navigation=(
        NavigationItem(
            _l("Berichte"), "reports.show", 88, READ_REPORTS, group=NavigationGroup.FIGURES
        ),
    ),
    panels=(Panel("managed_cohort", render_lists),),
)
