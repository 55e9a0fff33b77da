"""What `situations` adds to `exchange`.

Parts beside it show on the page of a situation what they have for it, by a panel at the place
`situation_page`, which is given the `situation`; what can wait, at `situation_page_end`.
"""

from app.kernel.feature import Feature, NavigationGroup, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_TOOLBOX
from exchange.situations import views
from exchange.situations.panels import PANELS
from exchange.situations.search_area import SITUATIONS

PART = Feature(
    name="exchange.situations",
    blueprints=(views.blueprint,),
    navigation=(
        NavigationItem(
            _l("Was jetzt hilft"),
            "situations.index",
            41,
            READ_TOOLBOX,
            group=NavigationGroup.PROTECTION,
        ),
    ),
    search=(SITUATIONS,),
    panels=PANELS,
)
