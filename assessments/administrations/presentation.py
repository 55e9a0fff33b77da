"""How one's own course is shown: names of scores, changes in plain words, picture and table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from flask_babel import format_decimal

from app.kernel.i18n import Message, localised, short_date
from app.kernel.i18n import gettext as _
from app.kernel.line_chart import LineChart
from assessments.administrations.charting import (
    LetteredBand,
    Passage,
    Stretch,
    Taken,
    bands_of,
    chart_of,
    courses_of,
)
from assessments.administrations.queries import Opened
from assessments.instruments.definition import Instrument
from assessments.instruments.presenting import OVERALL, score_name
from assessments.instruments.queries import find_measured_reliability, get_instrument
from assessments.instruments.scoring import Change, Verdict
from assessments.instruments.shelf import resilience_check

#: From this width on, decimals of a value say nothing.
LONG_SCALE = 20
#: More would be a wall of numbers on a phone.
MOST_RECENT = 5


@dataclass(frozen=True)
class PassageView:
    """One time in words. What is None cannot be said of it."""

    opened: Opened
    value: str | None
    interval: str | None
    words: str | None
    since_previous: str | None
    since_first: str | None
    values: Sequence[str]


@dataclass(frozen=True)
class BandView:
    """What a letter in the picture stands for."""

    letter: str
    span: str
    words: str


@dataclass(frozen=True)
class StretchView:
    """A course as far as its values can be compared; `rows` are the newest first.

    `names` are those of all scores, of which each row has the `values`.
    """

    title: str
    version: int
    since: str
    chart: LineChart | None
    lowest: str
    highest: str
    bands: Sequence[BandView]
    rows: Sequence[PassageView]
    names: Sequence[Message]
    reliability_source: str | None
    is_own: bool

    @property
    def recent(self) -> Sequence[PassageView]:
        """The last few, which are seen at once."""
        return self.rows[:MOST_RECENT]

    @property
    def older(self) -> Sequence[PassageView]:
        """All before."""
        return self.rows[MOST_RECENT:]

    @property
    def tells_changes(self) -> bool:
        """Whether there are two values to compare."""
        return any(row.since_first for row in self.rows)

    @property
    def reading(self) -> str:
        """How to read it: what high values mean, how exact they are, what a change is."""
        parts = [_("Höhere Werte heißen: Das trägt Sie.")] if self.is_own else []
        if self.reliability_source is None:
            parts.append(
                _(
                    "Wie genau die Werte dieses Fragebogens sind, ist noch nicht bekannt. Darum "
                    "zeigt das Bild keine Unsicherheit, und ob ein Unterschied mehr ist als "
                    "Zufall, lässt sich nicht beurteilen."
                )
            )
            return " ".join(parts)
        parts.append(
            _(
                "Kein Wert ist ganz genau. Die senkrechten Striche zeigen, in welchem Bereich Ihr "
                "Wert mit großer Sicherheit liegt (95 von 100 Mal)."
            )
        )
        if self.tells_changes:
            parts.append(
                _(
                    "„Keine verlässliche Veränderung“ heißt: Der Unterschied kann Zufall sein. Das "
                    "ist oft so und kein schlechtes Zeichen."
                )
            )
        return " ".join(parts)


@dataclass(frozen=True)
class CourseView:
    """All of one questionnaire: what can be compared with today, and what came before that."""

    title: str
    latest: StretchView
    earlier: Sequence[StretchView]


def own_courses(taken: Sequence[Opened]) -> list[CourseView]:
    """The courses of what somebody has taken (oldest first), the one last used first."""
    instruments = KnownInstruments()
    by_address = {each.address: each for each in taken}
    views = []
    for course in courses_of(_taken(each, instruments(each)) for each in taken):
        latest, *earlier = (_stretch(stretch, by_address) for stretch in course.stretches)
        views.append(CourseView(latest.title, latest, earlier))
    return views


class KnownInstruments:
    """The version that somebody has filled in, looked up once.

    What its definition does not know of its reliability is what was measured here, if it was.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Instrument] = {}

    def __call__(self, opened: Opened) -> Instrument:
        contents = opened.contents
        version = contents.instrument_key, contents.instrument_version
        if version not in self._known:
            self._known[version] = _with_measured(get_instrument(*version))
        return self._known[version]


def written(value: float | Fraction | None) -> str:
    """A value with at most two decimals in the person's language; a dash where there is none."""
    return "–" if value is None else format_decimal(round(float(value), 2), format="0.##")


def score_names(instrument: Instrument) -> list[Message]:
    """What its scores are called, the main one first. Definitions have keys for them only."""
    return [OVERALL, *(score_name(instrument, score) for score in instrument.scores[1:])]


def value_in_words(row: PassageView) -> str:
    """The value, or why there is none."""
    return row.value or _("zu wenige Antworten")


def change_in_words(change: Change | None) -> str | None:
    """Whether a value has changed by more than its error, and by how much."""
    if change is None:
        return None
    difference = _signed(change.difference)
    match change.verdict:
        case Verdict.INCREASE:
            return _("verlässlich höher (%(difference)s)", difference=difference)
        case Verdict.DECREASE:
            return _("verlässlich niedriger (%(difference)s)", difference=difference)
        case Verdict.NO_RELIABLE_CHANGE:
            return _("keine verlässliche Veränderung (%(difference)s)", difference=difference)
        case _:
            return _("nicht beurteilbar (%(difference)s)", difference=difference)


def _with_measured(instrument: Instrument) -> Instrument:
    score = instrument.main_score
    if score.reliability is not None:
        return instrument
    measured = replace(score, reliability=find_measured_reliability(instrument, score))
    return replace(instrument, scores=(measured, *instrument.scores[1:]))


def _taken(opened: Opened, instrument: Instrument) -> Taken:
    score = opened.contents.scores.get(instrument.main_score.key, {})
    return Taken(opened.address, opened.week, instrument, score.get("value"))


def _stretch(stretch: Stretch, opened: dict[str, Opened]) -> StretchView:
    instrument, (lowest, highest) = stretch.instrument, stretch.ends
    reliability = stretch.score.reliability
    return StretchView(
        title=localised(instrument.title),
        version=instrument.version,
        since=short_date(stretch.first_week),
        chart=chart_of(stretch, named=short_date, written=written),
        lowest=written(lowest),
        highest=written(highest),
        bands=[_band(each) for each in bands_of(instrument, stretch.score)],
        rows=[
            _passage(each, opened[each.taken.address], stretch)
            for each in reversed(stretch.passages)
        ],
        names=score_names(instrument),
        reliability_source=reliability.source if reliability else None,
        is_own=instrument.key == resilience_check().key,
    )


def _passage(passage: Passage, opened: Opened, stretch: Stretch) -> PassageView:
    instrument, scores = stretch.instrument, opened.contents.scores
    return PassageView(
        opened=opened,
        value=None if passage.value is None else written(passage.value),
        interval=_interval(passage.interval, stretch.ends) if passage.interval else None,
        words=_lettered(passage.band) if passage.band else None,
        since_previous=change_in_words(passage.since_previous),
        since_first=change_in_words(passage.since_first),
        values=[written(scores.get(each.key, {}).get("value")) for each in instrument.scores],
    )


def _band(lettered: LetteredBand) -> BandView:
    last = lettered.band.below is None
    begin, end = written(lettered.begin), written(lettered.end)
    return BandView(
        letter=lettered.letter,
        span=_span(lettered.begin, lettered.end)
        if last
        else _("%(begin)s bis unter %(end)s", begin=begin, end=end),
        words=localised(lettered.band.label),
    )


def _lettered(lettered: LetteredBand) -> str:
    return f"{lettered.letter}: {localised(lettered.band.label)}"


def _interval(interval: tuple[Fraction, Fraction], ends: tuple[Fraction, Fraction]) -> str:
    return _span(*rounded_interval(interval, ends))


def rounded_interval(
    interval: tuple[Fraction, Fraction], ends: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction]:
    """No more exact than it is: in whole numbers on a long scale, else with one decimal."""
    decimals = 0 if ends[1] - ends[0] >= LONG_SCALE else 1
    return Fraction(round(interval[0], decimals)), Fraction(round(interval[1], decimals))


def _span(begin: Fraction, end: Fraction) -> str:
    return _("%(begin)s bis %(end)s", begin=written(begin), end=written(end))


def _signed(difference: Fraction) -> str:
    """A difference with its sign; nought has none."""
    if round(difference, 2) == 0:
        return written(0)
    sign = "+" if difference > 0 else "\N{MINUS SIGN}"
    return f"{sign}{written(abs(difference))}"
