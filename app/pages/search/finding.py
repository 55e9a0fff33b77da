"""Asks every area of KommA for the same words."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from flask import current_app

from app.kernel.db import db
from app.kernel.excerpts import Piece, excerpt
from app.kernel.i18n import Message
from app.kernel.search import Hit, SearchArea

#: How many hits of an area are shown; who wants more looks into the area itself.
MOST_HITS = 5
LONGEST_EXCERPT = 180

log = structlog.get_logger("komma.search")


@dataclass(frozen=True)
class ShownHit:
    """A hit with what was looked for marked in its title and in the words around the match."""

    title: Sequence[Piece]
    url: str
    excerpt: Sequence[Piece]
    detail: str


@dataclass(frozen=True)
class Group:
    """What one area found. `more_url` leads to all of it; `failed` says that it could not look."""

    name: str
    label: Message
    hits: Sequence[ShownHit] = ()
    has_more: bool = False
    more_url: str = ""
    failed: bool = False


def search_everywhere(phrase: str) -> list[Group]:
    """The areas that found something for whoever is signed in, in their order, and those that
    failed. `phrase` has at least one word.
    """
    features = current_app.extensions["komma"].features
    areas = sorted(
        (area for feature in features for area in feature.search), key=lambda area: area.order
    )
    groups = [_search(area, phrase) for area in areas]
    return [group for group in groups if group.hits or group.failed]


def _search(area: SearchArea, phrase: str) -> Group:
    try:
        found = list(area.find(phrase, MOST_HITS + 1))
    except Exception as error:
        # Whoever looks for help finds what the others have, and reads that this one could not look.
        # The error's own text is not logged: it may hold what was looked for.
        log.error("search_area_failed", area=area.name, error=type(error).__name__)
        db.session.rollback()
        return Group(area.name, area.label, failed=True)
    has_more = len(found) > MOST_HITS
    return Group(
        area.name,
        area.label,
        hits=[_shown(hit, phrase) for hit in found[:MOST_HITS]],
        has_more=has_more,
        more_url=area.more(phrase) if has_more and area.more else "",
    )


def _shown(hit: Hit, phrase: str) -> ShownHit:
    return ShownHit(
        title=excerpt(hit.title, phrase, most=300),
        url=hit.url,
        excerpt=excerpt(hit.excerpt, phrase, most=LONGEST_EXCERPT),
        detail=hit.detail,
    )
