"""Whom to call, on the page that everybody's footer leads to and on that of a situation."""

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from app.kernel.matrix import READ_ALLIANCES
from app.kernel.permissions import may
from exchange.alliances.helping.queries import HelpSheet, get_help_sheet
from exchange.alliances.reach import Alliance, find_home_alliance
from organisations.accounts.current import current_account
from organisations.topics.models import Situation


def help_of_municipality() -> Markup | str:
    """Whom the people of a municipality call there; empty for visitors and where nobody helps."""
    found = _find_own_sheet()
    if found is None:
        return ""
    alliance, sheet = found
    page = render_template("alliances/help_panel.html", alliance=alliance, sheet=sheet)
    return Markup(page)  # noqa: S704 - the template has escaped what it shows


def help_in_situation(situation: Situation) -> Markup | str:
    """Whom the reader's own municipality has for `situation`; else who listens first there."""
    found = _find_own_sheet()
    if found is None:
        return ""
    alliance, sheet = found
    page = render_template(
        "alliances/situation_panel.html",
        alliance=alliance,
        sheet=sheet,
        helping=sheet.helping_in(situation),
    )
    return Markup(page)  # noqa: S704 - the template has escaped what it shows


def _find_own_sheet() -> tuple[Alliance, HelpSheet] | None:
    """The reader's alliance with its sheet; None for visitors and where nobody helps."""
    if not current_user.is_authenticated or not may(READ_ALLIANCES):
        return None
    alliance = find_home_alliance(current_account())
    if alliance is None:
        return None
    sheet = get_help_sheet(alliance)
    return (alliance, sheet) if sheet.partners else None
