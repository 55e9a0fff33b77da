"""What alliances add to the page that everybody's footer leads to."""

from flask import render_template
from flask_login import current_user
from markupsafe import Markup

from app.kernel.matrix import READ_ALLIANCES
from app.kernel.permissions import may
from exchange.alliances.helping.queries import get_help_sheet
from exchange.alliances.reach import find_home_alliance
from organisations.accounts.current import current_account


def help_of_municipality() -> Markup | str:
    """Whom the people of a municipality call there; empty for visitors and where nobody helps."""
    if not current_user.is_authenticated or not may(READ_ALLIANCES):
        return ""
    alliance = find_home_alliance(current_account())
    if alliance is None:
        return ""
    sheet = get_help_sheet(alliance)
    if not sheet.partners:
        return ""
    page = render_template("alliances/help_panel.html", alliance=alliance, sheet=sheet)
    return Markup(page)  # noqa: S704 - the template has escaped what it shows
