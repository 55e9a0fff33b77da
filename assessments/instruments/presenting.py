"""How a questionnaire is shown to the programme office: its values in words, and its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import format_decimal

from app.kernel.i18n import Message, localised
from app.kernel.i18n import gettext as _
from app.kernel.i18n import lazy_gettext as _l
from assessments.instruments.definition import (
    CoefficientKind,
    DetectableChange,
    Instrument,
    Method,
    Score,
)
from assessments.instruments.item_chart import ItemChart, item_chart
from assessments.instruments.psychometrics import (
    ItemFigures,
    Moments,
    Psychometrics,
    psychometrics_of,
)
from assessments.instruments.scoring import range_of
from assessments.instruments.shelf import resilience_check

OVERALL = _l("Insgesamt")
#: The scores of KommA's own check. Definitions give keys only.
SCORE_NAMES: dict[str, Message] = {
    "total": OVERALL,
    "recovery": _l("Erholung"),
    "support": _l("Rückhalt"),
    "self_efficacy": _l("Zutrauen"),
    "meaning": _l("Sinn"),
    "work_situation": _l("Arbeitsumfeld"),
}
KINDS: dict[CoefficientKind, Message] = {
    CoefficientKind.ALPHA: _l("Cronbachs Alpha"),
    CoefficientKind.RETEST: _l("aus wiederholter Messung"),
}


@dataclass(frozen=True)
class BandView:
    """A band: which values lie in it, and what people read then."""

    values: str
    words: str


@dataclass(frozen=True)
class ScoreView:
    """A score in words: how it is made, what people read, and how reliable it is."""

    name: Message
    rule: str
    bands: Sequence[BandView]
    reliability: str
    source: str | None


@dataclass(frozen=True)
class ItemView:
    """An item with its figures as they are written; None where one is not told."""

    text: str
    reverse: bool
    mean: str | None
    sd: str | None
    item_total: str | None


@dataclass(frozen=True)
class FiguresView:
    """The psychometrics of a score as they are written."""

    name: Message
    alpha: str | None
    mean: str | None
    sd: str | None
    items: Sequence[ItemView]
    chart: ItemChart


@dataclass(frozen=True)
class QualityView:
    """What is known of an instrument from at least so many records."""

    at_least: int
    scores: Sequence[FiguresView]


def scores_of(instrument: Instrument) -> list[ScoreView]:
    """The scores of a definition in words."""
    return [_score(instrument, score) for score in instrument.scores]


def quality_of(instrument: Instrument, moments: Moments | None) -> QualityView | None:
    """The figures of each score; None before there are enough records."""
    if moments is None:
        return None
    found = psychometrics_of(instrument, moments)
    views = [_figures(instrument, score, found[score.key]) for score in instrument.scores]
    return QualityView(found[instrument.main_score.key].at_least, views)


def score_name(instrument: Instrument, score: Score) -> Message:
    """What a score is called: by KommA's own words, else by its key."""
    if len(instrument.scores) == 1:
        return OVERALL
    names = SCORE_NAMES if instrument.key == resilience_check().key else {}
    return names.get(score.key, score.key)


def written(value: float | Fraction | None) -> str | None:
    """A figure with two decimals in the language of the page."""
    return None if value is None else str(format_decimal(round(float(value), 2), format="0.00"))


def _short(value: Fraction) -> str:
    return str(format_decimal(float(value), format="0.##"))


def _score(instrument: Instrument, score: Score) -> ScoreView:
    reliability, source = _reliability(score)
    return ScoreView(
        name=score_name(instrument, score),
        rule=_rule(instrument, score),
        bands=[
            BandView(_values(before, band.below), localised(band.label))
            for before, band in zip(
                (None, *(b.below for b in score.bands)), score.bands, strict=False
            )
        ],
        reliability=reliability,
        source=source,
    )


def _rule(instrument: Instrument, score: Score) -> str:
    what = _("Mittelwert") if score.method == Method.MEAN else _("Summe")
    if score.factor != 1:
        what = _("%(what)s mal %(factor)s", what=what, factor=_short(score.factor))
    lowest, highest = range_of(instrument, score)
    return _(
        "%(what)s aus %(items)s Fragen, mindestens %(least)s beantwortet, von %(lowest)s bis "
        "%(highest)s",
        what=what,
        items=len(score.items),
        least=score.min_answered,
        lowest=_short(lowest),
        highest=_short(highest),
    )


def _values(before: Fraction | None, below: Fraction | None) -> str:
    if below is None:
        return _("alle") if before is None else _("ab %(from)s", **{"from": _short(before)})
    if before is None:
        return _("unter %(below)s", below=_short(below))
    return _("ab %(from)s, unter %(below)s", **{"from": _short(before)}, below=_short(below))


def _reliability(score: Score) -> tuple[str, str | None]:
    known = score.reliability
    if known is None:
        return _("noch nicht bekannt"), None
    if isinstance(known, DetectableChange):
        return _("kleinste sichere Veränderung: %(points)s", points=_short(known.mdc)), known.source
    words = _(
        "%(value)s (%(kind)s), Standardabweichung %(sd)s",
        value=_short(known.coefficient),
        kind=KINDS[known.kind],
        sd=_short(known.sd),
    )
    return words, known.source


def _figures(instrument: Instrument, score: Score, found: Psychometrics) -> FiguresView:
    texts = [localised(instrument.items_by_key[one.key].text) for one in found.items]
    return FiguresView(
        name=score_name(instrument, score),
        alpha=written(found.alpha),
        mean=written(found.mean),
        sd=written(found.sd),
        items=[
            _item(text, one, reverse=instrument.items_by_key[one.key].reverse)
            for text, one in zip(texts, found.items, strict=True)
        ],
        chart=item_chart(zip(texts, found.items, strict=True), instrument.scale),
    )


def _item(text: str, found: ItemFigures, *, reverse: bool) -> ItemView:
    return ItemView(
        text, reverse, written(found.mean), written(found.sd), written(found.item_total)
    )
