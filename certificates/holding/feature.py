"""What holding certificates adds to `certificates`."""

from app.kernel.feature import Feature, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import OWN_CERTIFICATES
from certificates.holding import panels, views

PART = Feature(
    name="certificates.holding",
    blueprints=(views.blueprint,),
    navigation=(
        NavigationItem(
            _l("Bescheinigungen"),
            "certificates.own",
            50,
            OWN_CERTIFICATES,
            group=NavigationGroup.LEARNING,
        ),
    ),
    panels=(Panel("cohort", panels.render_cohort),),
)
