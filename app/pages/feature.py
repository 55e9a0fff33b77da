"""What `app.pages` adds to the app."""

from flask import render_template
from markupsafe import Markup

from app.kernel.feature import Feature, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import MANAGE_TEXTS, READ_AUDIT, READ_PERMISSIONS
from app.pages import (
    demo,
    legal,
    operations,
    permission_matrix,
    reference_content,
    views,
)
from app.pages.audit import views as audit_views
from app.pages.audit.personal_data import ACTS
from app.pages.texts import views as text_views
from app.pages.texts.personal_data import AUTHORSHIP


def after_assessment() -> Markup:
    """Where somebody may go on from the result of their self-assessment."""
    return Markup(render_template("pages/after_assessment.html"))  # noqa: S704 - our template


FEATURE = Feature(
    name="pages",
    blueprints=(
        views.blueprint,
        legal.blueprint,
        operations.blueprint,
        demo.blueprint,
        permission_matrix.blueprint,
        audit_views.blueprint,
        text_views.blueprint,
        text_views.logo_blueprint,
    ),
    cli=(demo.demo_commands, reference_content.content_commands),
    personal_data=(ACTS, AUTHORSHIP),
    navigation=(
        NavigationItem(_l("Start"), "pages.home", order=0),
        NavigationItem(
            _l("Rechte"), "permissions.show", 92, READ_PERMISSIONS, group=NavigationGroup.PROGRAMME
        ),
        NavigationItem(
            _l("Texte"), "texts.index", 90, MANAGE_TEXTS, group=NavigationGroup.PROGRAMME
        ),
        NavigationItem(
            _l("Prüfprotokoll"), "audit.index", 95, READ_AUDIT, group=NavigationGroup.PROGRAMME
        ),
    ),
    panels=(Panel("assessment_result", after_assessment),),
)
