"""The pages of this part beside each other, for those who may open them."""

from typing import Any

from flask import url_for

from app.kernel.i18n import gettext as _
from app.kernel.matrix import HANDLE_CASES, READ_CASE_FIGURES, READ_PROCEDURES
from app.kernel.permissions import may


def list_sections(active: str) -> list[dict[str, Any]]:
    """Tabs, each with its address; `active` is the endpoint of the one that is open."""
    pages = (
        (_("Verfahren"), "procedures.index", READ_PROCEDURES),
        (_("Vorgänge"), "cases.index", HANDLE_CASES),
        (_("Übungen"), "exercises.index", HANDLE_CASES),
        (_("Zahlen"), "case_figures.index", READ_CASE_FIGURES),
    )
    return [
        {"label": label, "url": url_for(endpoint), "active": endpoint == active}
        for label, endpoint, permission in pages
        if may(permission)
    ]
