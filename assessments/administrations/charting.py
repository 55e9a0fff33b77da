"""One's own course: what was measured when, what can be compared, and how it is drawn. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from string import ascii_uppercase

from app.kernel import line_chart as drawing
from app.kernel.line_chart import LineChart, Measured
from assessments.instruments.definition import Band, Instrument, Method, Score
from assessments.instruments.scoring import Change, change_of, uncertainty_of

#: Values are kept as floats of what were fractions of few items and points.
MOST_PARTS = 1_000_000


@dataclass(frozen=True)
class Taken:
    """A self-assessment as far as its main score goes; `value` None for too few answers."""

    address: str
    week: date
    instrument: Instrument
    value: float | None


@dataclass(frozen=True)
class LetteredBand:
    """What of a band lies on the scale, and the letter that stands for it in the picture."""

    letter: str
    band: Band
    begin: Fraction
    end: Fraction


@dataclass(frozen=True)
class Passage:
    """One time in a course. `since_previous` and `since_first` are None where nothing came before.

    `interval`: where the true value lies at 95 per cent, as far as the scale goes; None if unknown.
    """

    taken: Taken
    value: Fraction | None
    band: LetteredBand | None
    interval: tuple[Fraction, Fraction] | None
    since_previous: Change | None
    since_first: Change | None


@dataclass(frozen=True)
class Stretch:
    """Passages whose values can be compared, oldest first; `instrument` is the newest version."""

    instrument: Instrument
    passages: tuple[Passage, ...]

    @property
    def score(self) -> Score:
        """What the course is about."""
        return self.instrument.main_score

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest value that there can be."""
        return range_of(self.instrument, self.score)

    @property
    def first_week(self) -> date:
        return self.passages[0].taken.week


@dataclass(frozen=True)
class Course:
    """All of one questionnaire, the newest stretch first."""

    stretches: tuple[Stretch, ...]

    @property
    def instrument(self) -> Instrument:
        """Its newest version."""
        return self.stretches[0].instrument


def courses_of(taken: Iterable[Taken]) -> list[Course]:
    """What was taken (oldest first) by questionnaire, the one last used first."""
    by_key: dict[str, list[Taken]] = {}
    for each in taken:
        # Taken out and put in again, so that in the end the last one used stands last.
        by_key[each.instrument.key] = [*by_key.pop(each.instrument.key, []), each]
    return [Course(_stretches(of_one)) for of_one in reversed(by_key.values())]


def are_comparable(one: Instrument, other: Instrument) -> bool:
    """Whether the main score means the same in both versions of a questionnaire.

    It does where it is made in the same way of the same statements with the same answers. Words
    around them, bands and what is known of the error may differ.
    """
    return _meaning(one) == _meaning(other)


def range_of(instrument: Instrument, score: Score) -> tuple[Fraction, Fraction]:
    """The lowest and the highest value that a score can have."""
    weight = score.factor * (len(score.items) if score.method == Method.SUM else 1)
    ends = (weight * instrument.scale.lowest, weight * instrument.scale.highest)
    return min(ends), max(ends)


def bands_of(instrument: Instrument, score: Score) -> list[LetteredBand]:
    """The bands of a score that lie on its scale, from the lowest: A, B, C …"""
    (begin, highest), lettered = range_of(instrument, score), []
    for band in score.bands:
        if begin <= highest and (band.below is None or band.below > begin):
            end = highest if band.below is None else min(band.below, highest)
            lettered.append(LetteredBand(_letter(len(lettered)), band, begin, end))
            begin = band.below
    return lettered


def chart_of(
    stretch: Stretch, *, named: Callable[[date], str], written: Callable[[float], str]
) -> LineChart | None:
    """The values over time, None where there are none; `named` and `written` put into words."""
    measured = [
        Measured(
            at=datetime.combine(passage.taken.week, time(12), tzinfo=UTC),
            value=float(passage.value),
            label=named(passage.taken.week),
            uncertainty=_float(uncertainty_of(stretch.score)),
        )
        for passage in stretch.passages
        if passage.value is not None
    ]
    if not measured:
        return None
    lowest, highest = stretch.ends
    lettered = bands_of(stretch.instrument, stretch.score)
    return drawing.line_chart(
        measured,
        lowest=float(lowest),
        highest=float(highest),
        bands=[drawing.Band(each.letter, _float(each.band.below)) for each in lettered],
        written=written,
    )


def _stretches(taken: Sequence[Taken]) -> tuple[Stretch, ...]:
    """A new one begins where a version cannot be compared with the one before."""
    groups: list[list[Taken]] = []
    for each in taken:
        if groups and are_comparable(groups[-1][-1].instrument, each.instrument):
            groups[-1].append(each)
        else:
            groups.append([each])
    return tuple(_stretch(group) for group in reversed(groups))


def _stretch(group: Sequence[Taken]) -> Stretch:
    newest = max((each.instrument for each in group), key=lambda each: each.version)
    score, ends = newest.main_score, range_of(newest, newest.main_score)
    bands = bands_of(newest, score)
    passages: list[Passage] = []
    measured: list[Fraction] = []
    for each in group:
        value = None if each.value is None else _exact(each.value, ends)
        before = measured if value is not None else []
        passages.append(
            Passage(
                taken=each,
                value=value,
                band=_band(bands, value),
                interval=_interval(score, value, ends),
                since_previous=change_of(score, before[-1], value) if before else None,
                since_first=change_of(score, before[0], value) if before else None,
            )
        )
        measured += [] if value is None else [value]
    return Stretch(newest, tuple(passages))


def _meaning(instrument: Instrument) -> tuple[object, ...]:
    score = instrument.main_score
    items = {key: instrument.items_by_key[key] for key in score.items}
    return instrument.key, instrument.scale, items, score.method, score.factor


def _exact(value: float, ends: tuple[Fraction, Fraction]) -> Fraction:
    lowest, highest = ends
    return min(max(Fraction(value).limit_denominator(MOST_PARTS), lowest), highest)


def _interval(
    score: Score, value: Fraction | None, ends: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction] | None:
    uncertainty = uncertainty_of(score)
    if value is None or uncertainty is None:
        return None
    return max(ends[0], value - uncertainty), min(ends[1], value + uncertainty)


def _band(bands: Sequence[LetteredBand], value: Fraction | None) -> LetteredBand | None:
    """In the words of the newest version, as in the picture."""
    if value is None:
        return None
    holds = (each for each in bands if each.band.below is None or value < each.band.below)
    return next(holds, None)


def _letter(number: int) -> str:
    return ascii_uppercase[number % len(ascii_uppercase)]


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
