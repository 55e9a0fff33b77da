"""Joint statements in the search across KommA."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import READ_STATEMENTS
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea
from courses.catalogue.word_stems import closeness, stems_asked_for, stems_in
from exchange.statements import queries
from exchange.statements.models import JointStatement
from exchange.statements.wording import STATES
from organisations.accounts.current import current_account

#: A word in the title says more of what a statement is about than one in its text.
TITLE_WEIGHT = 3


def find_statements(phrase: str, most: int) -> Sequence[Hit]:
    """Statements that have all words of `phrase`; there are few of them, so they are read."""
    asked = stems_asked_for(phrase)
    if not asked or not may(READ_STATEMENTS):
        return []
    ranked = [
        (rank, one)
        for one in queries.list_statements(queries.scope_of(current_account()))
        if (rank := _rank(one, asked))
    ]
    ranked.sort(key=lambda pair: pair[0], reverse=True)
    return [
        Hit(
            title=one.title,
            url=url_for("statements.show", public_id=one.public_id),
            excerpt=one.summary,
            detail=str(STATES[one.state]),
            rank=rank,
        )
        for rank, one in ranked[:most]
    ]


def _rank(statement: JointStatement, asked: Sequence[str]) -> float:
    """0 where a word is in neither title nor text."""
    title, text = stems_in(statement.title), stems_in(f"{statement.summary} {statement.body}")
    found = [max(TITLE_WEIGHT * closeness(word, title), closeness(word, text)) for word in asked]
    return sum(found) if all(found) else 0


AREA = SearchArea("statements", _l("Gemeinsame Erklärungen"), find_statements)
