"""Joint statements in the search across KommA: what one may read of them in the programme."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_STATEMENTS
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea, best_hits
from exchange.statements import queries
from exchange.statements.wording import STATES
from organisations.accounts.current import current_account


def find_statements(phrase: str, most: int) -> Sequence[Hit]:
    """There are few of them, so they are read."""
    if not may(READ_STATEMENTS):
        return []
    hits = (
        Hit(
            title=one.title,
            url=url_for("statements.show", public_id=one.public_id),
            excerpt=f"{one.summary} {one.body}",
            detail=str(STATES[one.state]),
        )
        for one in queries.list_statements(queries.scope_of(current_account()))
    )
    return best_hits(hits, phrase, most)


STATEMENTS = SearchArea("statements", _l("Gemeinsame Erklärungen"), find_statements, order=44)
