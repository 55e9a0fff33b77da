"""What `app.pages` adds to the app."""

from flask import render_template
from markupsafe import Markup

from app.kernel.feature import Feature, NavigationItem, Panel
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
    ),
    cli=(demo.demo_commands, reference_content.content_commands),
    navigation=(
        NavigationItem(_l("Start"), "pages.home", order=0),
        NavigationItem(_l("Rechte"), "permissions.show", 90, READ_PERMISSIONS),
    ),
    panels=(Panel("assessment_result", after_assessment),),
)
