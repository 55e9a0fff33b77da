"""What `app.pages` adds to the app."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app.kernel.feature import Feature, Job, NavigationGroup, NavigationItem, Panel
from app.kernel.i18n import current_language
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import (
    MANAGE_TEXTS,
    READ_AUDIT,
    READ_OVERVIEW,
    READ_PERMISSIONS,
    SET_RETENTION,
)
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
from app.pages.overview import report_views as overview_report_views
from app.pages.overview import views as overview_views
from app.pages.overview.demo import load_demo as load_overview
from app.pages.overview.jobs import KEEPING_JOB, keep_due
from app.pages.retention import views as retention_views
from app.pages.retention.demo import load_demo as load_retention
from app.pages.search import views as search_views
from app.pages.search.areas import PAGES_OF_KOMMA
from app.pages.staff_council import views as staff_council_views
from app.pages.texts import views as text_views
from app.pages.texts.personal_data import AUTHORSHIP
from app.pages.texts.queries import get_current_text
from app.pages.texts.rendering import render_text


def after_assessment() -> Markup:
    """Where somebody may go on from the result of their self-assessment."""
    return Markup(render_template("pages/after_assessment.html"))  # noqa: S704 - our template


def help_contacts() -> Markup:
    """Who helps now, in the operator's words, for pages that want more than a link to them."""
    return render_text(get_current_text("help", current_language()).body)


def load_demo(now: datetime) -> None:
    """Load the invented data of every part."""
    load_retention(now)
    load_overview(now)


FEATURE = Feature(
    name="pages",
    blueprints=(
        views.blueprint,
        legal.blueprint,
        operations.blueprint,
        demo.blueprint,
        permission_matrix.blueprint,
        overview_views.blueprint,
        overview_report_views.blueprint,
        audit_views.blueprint,
        retention_views.blueprint,
        search_views.blueprint,
        staff_council_views.blueprint,
        text_views.blueprint,
        text_views.logo_blueprint,
    ),
    cli=(demo.demo_commands, reference_content.content_commands),
    personal_data=(ACTS, AUTHORSHIP),
    navigation=(
        NavigationItem(_l("Start"), "pages.home", order=0),
        NavigationItem(
            _l("Überblick"), "overview.index", 84, READ_OVERVIEW, group=NavigationGroup.FIGURES
        ),
        NavigationItem(
            _l("Rechte"), "permissions.show", 92, READ_PERMISSIONS, group=NavigationGroup.PROGRAMME
        ),
        NavigationItem(
            _l("Texte"), "texts.index", 90, MANAGE_TEXTS, group=NavigationGroup.PROGRAMME
        ),
        NavigationItem(
            _l("Löschfristen"),
            "retention.index",
            94,
            SET_RETENTION,
            group=NavigationGroup.PROGRAMME,
        ),
        NavigationItem(
            _l("Prüfprotokoll"), "audit.index", 95, READ_AUDIT, group=NavigationGroup.PROGRAMME
        ),
    ),
    search=(PAGES_OF_KOMMA,),
    jobs=(Job(KEEPING_JOB, keep_due),),
    panels=(Panel("assessment_result", after_assessment), Panel("help_now", help_contacts)),
    demo=load_demo,
)
