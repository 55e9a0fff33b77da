"""What topics add to `organisations`: the target profiles."""

from app.kernel.feature import Feature, NavigationGroup, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import ADAPT_TARGETS, RECOMMEND_TARGETS
from organisations.topics import views

PART = Feature(
    name="organisations.topics",
    blueprints=(views.blueprint,),
    navigation=(
        NavigationItem(
            _l("Ziele der Funktionen"),
            "target_profiles.index",
            86,
            RECOMMEND_TARGETS,
            group=NavigationGroup.FIGURES,
        ),
        NavigationItem(
            _l("Unsere Ziele"),
            "target_profiles.own",
            86,
            ADAPT_TARGETS,
            group=NavigationGroup.FIGURES,
        ),
    ),
)
