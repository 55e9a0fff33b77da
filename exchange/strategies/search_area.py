"""Adopted strategy concepts in the search across KommA, for the people of their municipality."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_STRATEGIES
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea, best_hits
from exchange.strategies.models import StrategyVersion
from exchange.strategies.queries import list_shelves
from exchange.strategies.wording import KINDS
from organisations.accounts.current import current_account


def _find(phrase: str, most: int) -> Sequence[Hit]:
    if not may(READ_STRATEGIES):
        return []
    hits = (
        Hit(
            title=shelf.adopted.title,
            url=url_for("strategies.show", public_id=shelf.strategy.public_id),
            excerpt=_text(shelf.adopted),
            detail=f"{KINDS[shelf.strategy.kind]}, {shelf.strategy.municipality.name}",
        )
        for shelf in list_shelves(current_account())
        if shelf.adopted
    )
    return best_hits(hits, phrase, most)


def _text(version: StrategyVersion) -> str:
    measures = (f"{one.title} {one.indicator}" for one in version.measures)
    return " ".join((version.content["situation"], version.content["goals"], *measures))


STRATEGIES = SearchArea(name="strategies", label=_l("Strategien"), find=_find, order=38)
