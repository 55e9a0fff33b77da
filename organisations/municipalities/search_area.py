"""Municipalities in the search across KommA: for the programme office."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import MANAGE_ORGANISATIONS
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea
from organisations.municipalities.queries import find_municipalities_by_name
from organisations.wording import KINDS, STATES


def _find(phrase: str, most: int) -> Sequence[Hit]:
    if not may(MANAGE_ORGANISATIONS):
        return []
    return [
        Hit(
            title=one.name,
            url=url_for("municipalities.edit", public_id=one.public_id),
            detail=f"{KINDS[one.kind]}, {STATES[one.state]}",
        )
        for one in find_municipalities_by_name(phrase, most=most)
    ]


MUNICIPALITIES = SearchArea(
    name="municipalities",
    label=_l("Kommunen"),
    find=_find,
    order=62,
    more=lambda phrase: url_for("municipalities.index", q=phrase),
)
