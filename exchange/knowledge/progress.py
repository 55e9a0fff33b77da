"""How far municipalities have come in passing on what they know, as the office sees it."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from app.kernel.i18n import lazy_gettext as _l
from app.kernel.progress import PLATFORM, ProgrammePart, Stage, Standing
from exchange.knowledge.articles.models import VersionState
from exchange.knowledge.articles.queries import count_by_municipality


def list_standings(municipality_ids: Collection[int], _now: datetime) -> Mapping[int, Standing]:
    """Where each municipality stands; one statement. What it has not agreed to yet counts as begun,
    and is no more than that.
    """
    return {
        municipality_id: _standing(counted)
        for municipality_id, counted in count_by_municipality(municipality_ids).items()
    }


def _standing(counted: Counter[str]) -> Standing:
    published, waiting = counted[VersionState.PUBLISHED], counted[VersionState.IN_REVIEW]
    begun = counted[VersionState.DRAFT] + counted[VersionState.SUBMITTED]
    return Standing(
        stage=Stage.REACHED if published else Stage.UNDER_WAY,
        figures=_l(
            "%(published)s veröffentlicht, %(waiting)s in Prüfung, %(begun)s in Arbeit",
            published=published,
            waiting=waiting,
            begun=begun,
        ),
        next_step=_l("Beitrag prüfen und veröffentlichen") if waiting else "",
    )


ARTICLES = ProgrammePart(
    name="articles",
    module=PLATFORM,
    label=_l("Praxiswissen"),
    milestone=_l("Ein Beitrag der Kommune ist veröffentlicht."),
    standings=list_standings,
)
