"""Cohorts in the search across KommA: those to come or running that somebody may see."""

from collections.abc import Sequence

from flask import url_for

from app.kernel import clock
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.i18n import local_date, localised
from app.kernel.matrix import READ_COURSES
from app.kernel.permissions import may
from app.kernel.search import Hit, SearchArea, best_hits
from courses.cohorts.finding import list_current_titles
from organisations.accounts.current import current_person


def _find(phrase: str, most: int) -> Sequence[Hit]:
    if not may(READ_COURSES):
        return []
    hits = (
        Hit(
            title=localised(one.title),
            url=url_for("cohorts.show", public_id=one.public_id),
            detail=local_date(one.starts_at),
        )
        for one in list_current_titles(current_person(), clock.now())
    )
    return best_hits(hits, phrase, most)


COHORTS = SearchArea(name="cohorts", label=_l("Durchgänge"), find=_find, order=25)
