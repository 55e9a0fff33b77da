"""Procedures in force in the search across KommA, for the people of their municipality."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_PROCEDURES
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea, best_hits
from exchange.procedures.writing.document import Document, steps_of
from exchange.procedures.writing.queries import list_shelves
from organisations.accounts.current import current_account


def _find(phrase: str, most: int) -> Sequence[Hit]:
    if not may(READ_PROCEDURES):
        return []
    hits = (
        Hit(
            title=shelf.in_force.title,
            url=url_for("procedures.show", public_id=shelf.procedure.public_id),
            excerpt=_text(shelf.in_force.content),
            detail=shelf.procedure.municipality.name,
        )
        for shelf in list_shelves(current_account())
        if shelf.in_force
    )
    return best_hits(hits, phrase, most)


def _text(document: Document) -> str:
    steps = (part for one in steps_of(document) for part in (one.title, one.text, *one.checklist))
    return " ".join((document["purpose"], *steps))


PROCEDURES = SearchArea(name="procedures", label=_l("Verfahren"), find=_find, order=34)
