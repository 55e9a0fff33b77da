"""Aids in the search across KommA, found as the toolbox finds, and texts that are released."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.excerpts import without_marks
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_TOOLBOX, WRITE_MUNICIPAL_TEXTS
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea, best_hits
from exchange.toolbox.finding import Criteria, find
from exchange.toolbox.queries import list_aids, list_all_released, scope_of
from exchange.toolbox.searching import findable_of
from exchange.toolbox.wording import KINDS
from organisations.accounts.current import current_account


def _find_aids(phrase: str, most: int) -> Sequence[Hit]:
    if not may(READ_TOOLBOX):
        return []
    found = find([findable_of(version) for version in list_aids()], Criteria(q=phrase))
    return [
        Hit(
            title=one.title,
            url=url_for("toolbox.show", key=one.key),
            excerpt=f"{one.summary} {without_marks(one.text)}",
            detail=str(KINDS[one.kind]),
        )
        for one in found[:most]
    ]


def _find_texts(phrase: str, most: int) -> Sequence[Hit]:
    if not may(WRITE_MUNICIPAL_TEXTS):
        return []
    hits = (
        Hit(
            title=text.current.title,
            url=url_for("municipal_texts.show", public_id=text.public_id),
            excerpt=without_marks(text.current.body),
            detail=text.municipality.name,
        )
        for text in list_all_released(scope_of(current_account()))
    )
    return best_hits(hits, phrase, most)


AREAS = (
    SearchArea(
        name="aids",
        label=_l("Werkzeugkasten"),
        find=_find_aids,
        order=30,
        more=lambda phrase: url_for("toolbox.index", q=phrase),
    ),
    SearchArea(
        name="municipal_texts",
        label=_l("Freigegebene Texte Ihrer Kommune"),
        find=_find_texts,
        order=32,
    ),
)
