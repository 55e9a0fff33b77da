"""Put a set of units in an order and give each live one a run, if that is possible.

Three facts keep the search small, none of which loses an order that is needed: effects only ever
help, so a self-paced unit goes in as early as it can be begun; of the runs that a live unit could
take next, the one that ends first leaves the most room; and a unit whose run would start only
when another could be over already need not come before that other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from courses.paths.problem import Run
from courses.paths.space import Levels, Selection, Space

# Sets of units in plans are small and mostly in one order anyway: more tries gain nothing.
MOST_TRIES = 400
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)

Placed = tuple[int, Run | None]


@dataclass(frozen=True)
class Timetable:
    """Options in an order, each with its run where it has runs."""

    placed: tuple[Placed, ...]

    @property
    def last_end(self) -> datetime:
        """The end of the last live run; before all time where there is none."""
        return max((run.end for _, run in self.placed if run), default=BEFORE_ALL)


@dataclass(frozen=True)
class _Partial:
    placed: tuple[Placed, ...]
    remaining: Selection
    free_from: datetime

    def place(self, position: int, run: Run | None) -> "_Partial":
        return _Partial(
            (*self.placed, (position, run)),
            self.remaining - {position},
            run.end if run else self.free_from,
        )


def arrange(space: Space, selection: Selection) -> Timetable | None:
    """The timetable of exactly this selection whose last live run ends first.

    None if there is none, or if none was found in `MOST_TRIES`; no timetable is ever wrong, only
    perhaps not the earliest. The same for the same input.
    """
    best: _Partial | None = None
    seen: set[tuple[Selection, datetime]] = set()
    waiting = [_Partial((), selection, BEFORE_ALL)]
    for _ in range(MOST_TRIES):
        if not waiting:
            break
        partial = waiting.pop()
        if best and _soonest_end(space, partial) >= best.free_from:
            continue
        partial, levels = _place_self_paced(space, partial)
        if not partial.remaining:
            best = partial
            continue
        state = (partial.remaining, partial.free_from)
        if state not in seen:
            seen.add(state)
            waiting.extend(reversed(_next_live(space, partial, levels)))
    return Timetable(best.placed) if best else None


def without(space: Space, timetable: Timetable, position: int) -> Timetable | None:
    """The timetable in the same order without one option; None if others then can't be begun."""
    levels = space.start.copy()
    taken: set[int] = set()
    rest = tuple(placed for placed in timetable.placed if placed[0] != position)
    for other, _ in rest:
        if not space.can_begin(other, taken, levels):
            return None
        taken.add(other)
        space.raise_levels(levels, other)
    return Timetable(rest)


def _place_self_paced(space: Space, partial: _Partial) -> tuple[_Partial, Levels]:
    taken = {position for position, _ in partial.placed}
    levels = space.levels(taken)
    progress = True
    while progress:
        progress = False
        for position in sorted(partial.remaining):
            if space.options[position].runs is None and space.can_begin(position, taken, levels):
                partial = partial.place(position, None)
                taken.add(position)
                space.raise_levels(levels, position)
                progress = True
    return partial, levels


def _next_live(space: Space, partial: _Partial, levels: Levels) -> list[_Partial]:
    """What can follow, the one that is over first in front; empty where nothing can be saved."""
    taken = {position for position, _ in partial.placed}
    candidates: list[tuple[datetime, int, Run]] = []
    for position in partial.remaining:
        runs = space.options[position].runs
        if runs is None:
            continue
        run = runs.first_over(partial.free_from)
        if run is None:
            return []  # this one has missed its last run
        if space.can_begin(position, taken, levels):
            candidates.append((run.end, position, run))
    if not candidates:
        return []
    first_end = min(end for end, _, _ in candidates)
    return [
        partial.place(position, run)
        for _, position, run in sorted(candidates, key=lambda candidate: candidate[:2])
        if run.start < first_end
    ]


def _soonest_end(space: Space, partial: _Partial) -> datetime:
    """When the last live run can be over at the soonest, were there no clashes."""
    soonest = partial.free_from
    for position in partial.remaining:
        if (runs := space.options[position].runs) is not None:
            run = runs.first_over(partial.free_from)
            soonest = max(soonest, run.end) if run else datetime.max.replace(tzinfo=UTC)
    return soonest
