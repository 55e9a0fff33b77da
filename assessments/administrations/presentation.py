"""How self-assessments are shown: names of the facets, plain words, the course over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask_babel import format_decimal

from app.kernel.i18n import Bilingual, Message, short_date
from app.kernel.i18n import lazy_gettext as _l
from app.kernel.line_chart import LineChart, Measured, line_chart
from assessments.administrations.queries import Opened
from assessments.instruments.definition import Instrument

TOTAL = "total"
OVERALL = _l("Insgesamt")
FACETS: dict[str, Message] = {
    "recovery": _l("Erholung"),
    "support": _l("Rückhalt"),
    "self_efficacy": _l("Zutrauen"),
    "meaning": _l("Sinn"),
    "work_situation": _l("Arbeitsumfeld"),
}


@dataclass(frozen=True)
class FacetView:
    """One facet in words. `value` and `words` are None where too few questions were answered."""

    name: Message
    value: str | None
    words: Bilingual | None


@dataclass(frozen=True)
class ResultView:
    """One result: in a sentence, and facet by facet."""

    opened: Opened
    total: FacetView
    facets: Sequence[FacetView]
    answered: int
    questions: int


def result_of(opened: Opened, instrument: Instrument) -> ResultView:
    """The result in the words of `instrument`."""
    return ResultView(
        opened=opened,
        total=_facet(opened, instrument, TOTAL, OVERALL),
        facets=[_facet(opened, instrument, key, name) for key, name in FACETS.items()],
        answered=len(opened.contents.answers),
        questions=len(instrument.items),
    )


def values_of(opened: Opened) -> list[tuple[Message, str]]:
    """All values of one, overall first, each with its name."""
    names = {TOTAL: OVERALL, **FACETS}
    scores = opened.contents.scores
    return [(name, written(scores.get(key, {}).get("value"))) for key, name in names.items()]


def chart_of(taken: Sequence[Opened], instrument: Instrument) -> LineChart | None:
    """The overall value over time, or None before there are two of them."""
    measured = [
        Measured(_instant(each.week), value, short_date(each.week))
        for each in taken
        if (value := each.contents.scores.get(TOTAL, {}).get("value")) is not None
    ]
    if len(measured) < 2:
        return None
    scale = instrument.scale
    return line_chart(measured, lowest=scale.lowest, highest=scale.highest)


def _instant(week: date) -> datetime:
    return datetime.combine(week, time(12), tzinfo=UTC)


def written(value: float | None) -> str:
    """A value with one decimal in the person's language; a dash where there is none."""
    return "–" if value is None else format_decimal(round(value, 1), format="0.0")


def _facet(opened: Opened, instrument: Instrument, key: str, name: Message) -> FacetView:
    score = opened.contents.scores.get(key, {})
    bands = instrument.scores_by_key[key].bands if key in instrument.scores_by_key else ()
    words = {band.key: band.label for band in bands}
    value = score.get("value")
    return FacetView(name, None if value is None else written(value), words.get(score.get("band")))
