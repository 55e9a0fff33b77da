"""Makes strategy concepts for tests. Everything is flushed, nothing committed."""

from datetime import timedelta

from exchange.strategies.models import StrategyKind
from exchange.strategies.services import Adoption, adopt_draft, create_strategy, save_draft
from tests.house.clock import START

KEYS = ("a" * 16, "b" * 16)


def make_measure(key=KEYS[0], title="Schulen", days=30, **given):
    return {
        "key": key,
        "title": title,
        "responsible": "Personalamt",
        "due_on": (START + timedelta(days=days)).date().isoformat(),
        "indicator": "Anteil der Geschulten",
    } | given


def make_document(**given):
    return {
        "title": "Unser Konzept",
        "situation": "Wir wissen wenig.",
        "goals": "Mehr wissen.",
        "review_on": (START + timedelta(days=100)).date().isoformat(),
        "measures": [make_measure(), make_measure(KEYS[1], "Melden", days=-3)],
    } | given


def make_draft(actor, kind=StrategyKind.ANTI_RACISM, municipality=None, **given):
    return create_strategy(
        municipality=municipality or actor.municipality,
        kind=kind,
        document=make_document(**given),
        actor=actor,
        now=START,
    )


def adopt(draft, actor, at=START):
    return adopt_draft(
        strategy=draft.strategy,
        revision=draft.revision,
        adoption=Adoption("Rat", at.date()),
        actor=actor,
        now=at,
    )


def make_version(actor, kind=StrategyKind.ANTI_RACISM, municipality=None, **given):
    """A version that is adopted, in the municipality of `actor` unless given."""
    return adopt(make_draft(actor, kind, municipality, **given), actor)


def make_next_version(version, actor, at=START, **changes):
    draft = save_draft(
        strategy=version.strategy,
        document=version.content | changes,
        revision=0,
        actor=actor,
        now=at,
    )
    return adopt(draft, actor, at)
