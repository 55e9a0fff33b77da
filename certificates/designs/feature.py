"""What designs add to `certificates`."""

from app.kernel.feature import Feature, NavigationGroup, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import MANAGE_CERTIFICATE_DESIGNS
from certificates.designs import course_views, personal_data, views
from certificates.designs.cli import designs_commands

PART = Feature(
    name="certificates.designs",
    blueprints=(views.blueprint, course_views.blueprint),
    cli=(designs_commands,),
    navigation=(
        NavigationItem(
            _l("Bescheinigungen"),
            "certificate_designs.index",
            62,
            MANAGE_CERTIFICATE_DESIGNS,
            group=NavigationGroup.TRAININGS,
        ),
    ),
    personal_data=(personal_data.DESIGN_VERSIONS,),
)
