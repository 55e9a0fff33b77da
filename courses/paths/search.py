"""Search for a good selection of units: greedy by several measures, then improved step by step."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from courses.paths.chains import Chains
from courses.paths.space import Selection, Space
from courses.paths.timetable import Timetable, arrange, without

Measure = Callable[[int, int], float]

# What makes a chain that closes `gain` in `minutes` better than another.
MEASURES: tuple[Measure, ...] = (
    lambda gain, minutes: gain / max(minutes, 0.01),
    lambda gain, _minutes: gain,
    lambda gain, minutes: gain / max(minutes, 0.01) ** 0.5,
)


class Effort:
    """How much a search may still do.

    It counts attempts, so that the same problem gives the same plan on every machine. The time
    limit is for problems so large that even these take too long.
    """

    def __init__(self, seconds: float, attempts: int = 2_000) -> None:
        self._attempts = attempts
        self._stop_at = time.monotonic() + seconds

    def spend(self) -> None:
        """Count an attempt."""
        self._attempts -= 1

    @property
    def is_over(self) -> bool:
        """Whether to stop with what has been found."""
        return self._attempts <= 0 or time.monotonic() >= self._stop_at


@dataclass(frozen=True)
class Draft:
    """A selection that can be taken, in a timetable, with what decides whether it is better."""

    selection: Selection
    timetable: Timetable
    closed: int
    minutes: int

    @property
    def rank(self) -> tuple[int, int, int, datetime]:
        """Criteria (a) to (d) of the contract; the least is the best."""
        return (-self.closed, self.minutes, len(self.selection), self.timetable.last_end)


def search(
    space: Space, *, budget: int | None, effort: Effort, wished: Selection = frozenset()
) -> Draft:
    """The best draft found within the budget of minutes (None is no limit).

    `wished` is a selection that is known to be good but for its minutes.
    """
    builder = _Builder(space, budget, effort)
    best = builder.empty
    for measure in MEASURES:
        for base in (builder.empty, builder.squeezed(wished, frozenset(), measure)):
            draft = builder.finished(builder.filled(base, frozenset(), measure))
            best = min(best, draft, key=lambda draft: draft.rank)
    while better := _first_better(builder, best):
        best = better
    return best


def _first_better(builder: "_Builder", draft: Draft) -> Draft | None:
    for neighbour in builder.neighbours(draft):
        if neighbour.rank < draft.rank:
            return neighbour
        if builder.effort.is_over:
            break
    return None


class _Builder:
    """Builds drafts within one space and budget."""

    def __init__(self, space: Space, budget: int | None, effort: Effort) -> None:
        self.space = space
        self.effort = effort
        self.chains = Chains(space)
        self.empty = Draft(frozenset(), Timetable(()), 0, 0)
        self._budget = budget
        self._known: dict[Selection, Draft | None] = {}

    def draft(self, selection: Selection) -> Draft | None:
        """The draft of exactly this selection; None if it does not fit minutes or dates."""
        minutes = self.space.minutes(selection)
        if self._budget is not None and minutes > self._budget:
            return None
        if selection not in self._known:
            self.effort.spend()
            timetable = arrange(self.space, selection)
            self._known[selection] = timetable and Draft(
                selection, timetable, self.space.closed(selection), minutes
            )
        return self._known[selection]

    def filled(self, draft: Draft, forbidden: Selection, measure: Measure) -> Draft:
        """Add chains, each time the one that measures best and fits, until none does."""
        while not self.effort.is_over:
            better = self._extended(draft, forbidden, measure)
            if better is None:
                break
            draft = better
        return draft

    def _extended(self, draft: Draft, forbidden: Selection, measure: Measure) -> Draft | None:
        self.effort.spend()
        levels = self.space.levels(draft.selection)
        ranked = []
        for position, chain in self.chains.beyond(draft.selection, forbidden).items():
            # One that closes nothing by itself comes along in the chains of those that need it.
            if self.space.gain(levels, (position,)):
                gain, minutes = self.space.gain(levels, chain), self.space.minutes(chain)
                ranked.append((-measure(gain, minutes), minutes, position, chain))
        for _, _, _, chain in sorted(ranked, key=lambda entry: entry[:3]):
            if better := self.draft(draft.selection | chain):
                return better
        return None

    def finished(self, draft: Draft) -> Draft:
        """The draft without what it can do without, the longest first.

        What can't be left out of an order can't be left out later either, when even less is there:
        one pass is enough, and leaves no step that neither closes nor enables anything. Only if
        another order now ends earlier, there is another pass through that.
        """
        for position in sorted(
            draft.selection, key=lambda position: (-self.space.options[position].minutes, position)
        ):
            selection = draft.selection - {position}
            if self.space.closed(selection) == draft.closed:
                timetable = without(self.space, draft.timetable, position)
                if timetable:
                    draft = Draft(selection, timetable, draft.closed, self.space.minutes(selection))
        again = self.draft(draft.selection)
        return self.finished(again) if again and again.rank < draft.rank else draft

    def squeezed(self, wished: Selection, kept: Selection, measure: Measure) -> Draft:
        """Take the least valuable out of the wished units, but for the kept ones, until it fits."""
        selection = self.space.startable(wished)
        while (draft := self.draft(selection)) is None:
            losses = []
            for position in sorted(selection - kept):
                rest = self.space.startable(selection - {position})
                if kept <= rest:
                    loss = self.space.closed(selection) - self.space.closed(rest)
                    minutes = self.space.minutes(selection - rest)
                    losses.append((measure(loss, minutes), -minutes, position, rest))
            if not losses:
                return self.empty
            selection = min(losses, key=lambda entry: entry[:3])[3]
        return draft

    def neighbours(self, draft: Draft) -> Iterator[Draft]:
        """Drafts that do without one of its units, or with one more."""
        for position in sorted(draft.selection):
            forbidden = frozenset({position})
            rest = self.draft(self.space.startable(draft.selection - forbidden))
            for measure in MEASURES if rest else ():
                yield self.finished(self.filled(rest, forbidden, measure))
        for chain in self.chains.beyond(draft.selection, frozenset()).values():
            for measure in MEASURES:
                base = self.squeezed(draft.selection | chain, chain, measure)
                yield self.finished(self.filled(base, frozenset(), measure))
