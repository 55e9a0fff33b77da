"""What the pages of alliances say of strategy concepts: what is adopted, and the way to them."""

from flask import render_template
from markupsafe import Markup

from app.kernel.matrix import READ_STRATEGIES, READ_STRATEGY_FIGURES
from app.kernel.permissions import may
from exchange.strategies.queries import list_shelves, written_municipality_ids
from exchange.strategies.wording import KINDS
from organisations.accounts.current import current_account
from organisations.models import Municipality


def strategies_of(municipality: Municipality, **_context: object) -> Markup | str:
    """The concepts of a municipality for its people; nothing for anybody else."""
    account = current_account()
    at_home = {account.person.municipality_id} | written_municipality_ids(account)
    if not may(READ_STRATEGIES) or municipality.id not in at_home:
        return ""
    shelves = list_shelves(account, municipality=municipality)
    page = render_template("strategies/panels/municipality.html", shelves=shelves, kinds=KINDS)
    return Markup(page)  # noqa: S704 — rendered by a template of ours


def strategy_figures(**_context: object) -> Markup | str:
    """The way to the figures of all municipalities, for who reads them."""
    if not may(READ_STRATEGY_FIGURES):
        return ""
    page = render_template("strategies/panels/figures.html")
    return Markup(page)  # noqa: S704 — rendered by a template of ours
