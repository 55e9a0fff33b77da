"""Partners of alliances in the search across KommA: organisations, never the people there."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_ALLIANCES
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea, best_hits
from exchange.alliances.partners.queries import list_partners_of
from exchange.alliances.partners.wording import KINDS
from exchange.alliances.reach import list_municipalities_in_reach
from organisations.accounts.current import current_account


def _find(phrase: str, most: int) -> Sequence[Hit]:
    if not may(READ_ALLIANCES):
        return []
    hits = (
        Hit(
            title=partner.name,
            url=url_for(
                "alliance_partners.show",
                municipality=partner.municipality.public_id,
                public_id=partner.public_id,
            ),
            excerpt=partner.remit,
            detail=f"{KINDS[partner.kind]}, {partner.municipality.name}",
        )
        for partner in list_partners_of(list_municipalities_in_reach(current_account()))
    )
    return best_hits(hits, phrase, most)


PARTNERS = SearchArea(
    name="alliance_partners", label=_l("Partner der Allianz"), find=_find, order=36
)
