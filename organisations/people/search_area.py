"""People in the search across KommA: for those who manage them, by name alone."""

from collections.abc import Sequence

from flask import url_for

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.matrix import MANAGE_PEOPLE
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea
from organisations.accounts.current import current_account
from organisations.people.queries import find_people_by_name


def _find(phrase: str, most: int) -> Sequence[Hit]:
    if not may(MANAGE_PEOPLE):
        return []
    return [
        Hit(
            title=person.name,
            url=url_for("people.edit", public_id=person.public_id),
            detail=person.municipality.name if person.municipality else "",
        )
        for person in find_people_by_name(phrase, reader=current_account(), most=most)
    ]


PEOPLE = SearchArea(
    name="people",
    label=_l("Personen"),
    find=_find,
    order=60,
    more=lambda phrase: url_for("people.index", q=phrase),
)
