"""What `app.pages` adds to the app."""

from app.kernel.feature import Feature, NavigationItem
from app.kernel.i18n import lazy_gettext as _l
from app.pages import demo, legal, operations, reference_content, views
from app.pages.audit import views as audit_views
from app.pages.audit.permissions import READ_AUDIT
from app.pages.audit.personal_data import ACTS
from app.pages.texts import views as text_views
from app.pages.texts.permissions import MANAGE_TEXTS
from app.pages.texts.personal_data import AUTHORSHIP

FEATURE = Feature(
    name="pages",
    blueprints=(
        views.blueprint,
        legal.blueprint,
        operations.blueprint,
        demo.blueprint,
        audit_views.blueprint,
        text_views.blueprint,
        text_views.logo_blueprint,
    ),
    cli=(demo.demo_commands, reference_content.content_commands),
    permissions=(READ_AUDIT, MANAGE_TEXTS),
    personal_data=(ACTS, AUTHORSHIP),
    navigation=(
        NavigationItem(_l("Start"), "pages.home", order=0),
        NavigationItem(_l("Texte"), "texts.index", 90, MANAGE_TEXTS),
        NavigationItem(_l("Prüfprotokoll"), "audit.index", 95, READ_AUDIT),
    ),
)
