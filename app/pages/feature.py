"""What `app.pages` adds to the app."""

from app.kernel.feature import Feature, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_PERMISSIONS
from app.pages import (
    demo,
    legal,
    operations,
    permission_matrix,
    reference_content,
    views,
)

FEATURE = Feature(
    name="pages",
    blueprints=(
        views.blueprint,
        legal.blueprint,
        operations.blueprint,
        demo.blueprint,
        permission_matrix.blueprint,
    ),
    cli=(demo.demo_commands, reference_content.content_commands),
    navigation=(
        NavigationItem(_l("Start"), "pages.home", order=0),
        NavigationItem(_l("Rechte"), "permissions.show", 90, READ_PERMISSIONS),
    ),
)
