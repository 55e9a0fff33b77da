"""How far the waves of a cohort have come, for pages. The same however many have answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.kernel.i18n import programme_zone
from assessments.waves.models import Wave, WaveState
from assessments.waves.presentation import Results, results_of
from courses.cohort_waves import queries
from courses.cohort_waves.occasions import Occasion, Window, window_of
from courses.cohorts.models import Cohort


class Stage(StrEnum):
    """What has become of an occasion, or will."""

    PLANNED = "planned"
    TOO_FEW = "too_few"  # it could be open, were there more people
    UNWANTED = "unwanted"  # would be planned, but the cohort does not want it
    OPEN = "open"
    CLOSED = "closed"  # and its result is being made
    PUBLISHED = "published"
    NOT_HELD = "not_held"


#: Of occasions that may still be switched off.
STILL_TO_COME = (Stage.PLANNED, Stage.TOO_FEW)

_STAGES = {
    WaveState.OPEN: Stage.OPEN,
    WaveState.CLOSED: Stage.CLOSED,
    WaveState.FROZEN: Stage.PUBLISHED,
    WaveState.WITHDRAWN: Stage.NOT_HELD,
}


@dataclass(frozen=True)
class Line:
    """An occasion as a page tells of it.

    `window` is None where nothing takes place, `results` where there are none to tell of yet.
    """

    occasion: Occasion
    stage: Stage
    window: Window | None = None
    wave: Wave | None = None
    results: Results | None = None


def lines_of(cohort: Cohort, now: datetime) -> list[Line]:
    """The three occasions of `cohort`; none of them where there is nothing to tell."""
    opened, windows = queries.list_opened(cohort), _windows_of(cohort)
    wanted, lines = queries.wants_waves(cohort), []
    for occasion in Occasion:
        wave, window = opened.get(occasion), windows.get(occasion)
        stage = _stage(wave, window, lines, now)
        if stage in STILL_TO_COME and not wanted:
            stage = Stage.UNWANTED
        lines.append(Line(occasion, stage, window, wave, wave and results_of(wave)))
    return lines if any(line.stage is not Stage.NOT_HELD for line in lines) else []


def list_published(cohort: Cohort) -> list[Line]:
    """What was published of `cohort`, in its order."""
    opened = queries.list_opened(cohort)
    return [
        Line(occasion, Stage.PUBLISHED, wave=opened[occasion], results=results_of(opened[occasion]))
        for occasion in Occasion
        if occasion in opened and opened[occasion].state == WaveState.FROZEN
    ]


def _windows_of(cohort: Cohort) -> Mapping[Occasion, Window]:
    events = [session.event for session in cohort.sessions if session.takes_place]
    if not events or cohort.cancelled_at is not None:
        return {}
    starts_at = min(event.starts_at for event in events)
    ends_at = max(event.ends_at for event in events)
    zone = programme_zone()
    return {each: window_of(each, starts_at, ends_at, zone) for each in Occasion}


def _stage(wave: Wave | None, window: Window | None, earlier: list[Line], now: datetime) -> Stage:
    if wave is not None:
        return _STAGES[WaveState(wave.state)]
    if window is None or window.is_over(now, programme_zone()):
        return Stage.NOT_HELD
    if earlier and earlier[-1].stage is Stage.NOT_HELD:
        return Stage.NOT_HELD
    return Stage.TOO_FEW if window.opens_at <= now else Stage.PLANNED
