"""What can be worked out of shown means about one record, one's own score being known. Pure.

Rule 4 of the contract "Group results that give no one away". Shown means leave every point possible
whose sums keep within their limits; an onlooker leaves out those that do not fit their own score.
Records of one crossing of all dimensions are alike in this: a point is one sum for each crossing.

That a record is safe is proven by points that are possible for the onlooker and differ by a quarter
of the scale. They are whole numbers of a unit in which the limits are whole, too, so a proof holds
whatever found its points: small random changes of the real scores find most, linear programs the
rest. What is left without a proof counts as bounded, so noise never shows a cell.
"""

import random
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from assessments.disclosure.points import Crossings, Doubts, Mean, Point, Possible
from assessments.disclosure.programs import Programs

# A point that leaves more than this of the pairs in doubt is of little use; after so many in a row,
# others are looked for.
USEFUL = 0.97
PATIENCE = 4
# How many records in doubt one program moves.
AT_ONCE = 60
# How many pairs of an onlooker and a crossing are looked at together.
LARGEST_BLOCK = 1_000_000


class Bounds:
    """What means that are shown together bound, for one wave."""

    def __init__(self, crossings: Crossings) -> None:
        self._crossings = crossings
        self._points: list[Point] = []
        self._bounded: dict[frozenset[Mean], int] = {}
        self._means: AbstractSet[Mean] | None = None
        self._doubts = Doubts(crossings, [])
        self._waiting: list[list[int]] = []

    def first_bounded(self, means: frozenset[Mean]) -> int | None:
        """The number of a record that is bounded too narrowly; None if there is none.

        The first one if each question is about some of the means of the one before.
        """
        if not means:
            return None
        for known, crossing in self._bounded.items():
            if known <= means:  # the more means, the narrower
                return self._crossings.of_record.index(crossing)
        search = Search(Possible(self._crossings, means))
        if self._means is None or not means <= self._means:
            self._begin(search)
        self._means = means
        bounded = self._first_bounded(search)
        if bounded is None:
            return None
        self._bounded[means] = bounded
        return self._crossings.of_record.index(bounded)

    def _begin(self, search: "Search") -> None:
        """Doubt everything; first what has been bounded before."""
        concerned = search.possible.concerned
        size = max(1, LARGEST_BLOCK // len(self._crossings.watched))
        before = [one for one in sorted(set(self._bounded.values())) if one in set(concerned)]
        self._waiting = [before] if before else []
        self._waiting += [concerned[at : at + size] for at in range(0, len(concerned), size)]
        self._doubts = Doubts(self._crossings, [])

    def _first_bounded(self, search: "Search") -> int | None:
        while True:
            self._doubts.keep(search.possible.concerned)
            bounded = search.first_bounded(self._doubts)
            self._points += search.points
            search.points = []
            if bounded is not None or not self._waiting:
                return bounded
            self._doubts = Doubts(self._crossings, self._waiting.pop(0))
            for point in reversed(self._points):
                if len(self._doubts) and search.possible.includes(point):
                    self._doubts.take(point)


class Search:
    """Looks for points that prove records safe; `points` holds all that were found."""

    def __init__(self, possible: Possible) -> None:
        self.possible = possible
        self.points: list[Point] = []
        self._crossings = possible.crossings
        self._programs = Programs(possible)
        self._random = random.Random(0)  # noqa: S311 — finds proofs, decides nothing

    def first_bounded(self, doubts: Doubts) -> int | None:
        """The crossing of the first pair without a proof; those before it are proven."""
        self._while_useful(doubts, lambda: self._walk(doubts.targets))
        self._while_useful(doubts, self._vertex)
        self._while_useful(doubts, lambda: self._nearby(doubts.targets))
        while len(doubts):
            target = doubts.targets[0]
            self._prove_for_many(doubts, target)
            while doubts.targets[:1] == [target]:
                pairs = len(doubts)
                self._prove_for_one(doubts)
                if len(doubts) == pairs:
                    return target
        return None

    def _while_useful(self, doubts: Doubts, find: Callable[[], Point | None]) -> None:
        patience = PATIENCE
        while len(doubts) and patience:
            pairs = len(doubts)
            self._take(doubts, find())
            patience = PATIENCE if len(doubts) < USEFUL * pairs else patience - 1

    def _take(self, doubts: Doubts, point: Point | None) -> None:
        if point is not None:
            doubts.take(point)
            self.points.append(point)

    def _walk(self, targets: list[int]) -> Point:
        """The real scores, with as many of those in doubt moved as the limits allow."""
        walk = self.possible.walk()
        self._random.shuffle(targets)
        for target in targets:
            upwards = self._random.random() < 0.5
            if not walk.move(target, upwards):
                walk.move(target, not upwards)
        return walk.point

    def _vertex(self) -> Point | None:
        """A corner of what is possible, far from the real scores."""
        return self._programs.farthest(
            {one: self._random.choice((1, -1)) for one in self.possible.concerned}
        )

    def _nearby(self, targets: list[int]) -> Point | None:
        """Some of those in doubt moved with few others, so that it fits nearly all onlookers."""
        chosen = self._random.sample(targets, min(len(targets), AT_ONCE))
        return self._programs.nearby({one: self._direction(one) for one in chosen})

    def _prove_for_many(self, doubts: Doubts, target: int) -> None:
        """Move one record with few others: it is safe from all onlookers who are not moved."""
        for exactly in (False, True):
            if doubts.targets[:1] == [target]:
                directions = {target: self._direction(target)}
                self._take(doubts, self._programs.nearby(directions, exactly=exactly))

    def _prove_for_one(self, doubts: Doubts) -> None:
        """Move a record as far as can be in the eyes of one onlooker."""
        target, onlooker = doubts.first
        for exactly in (False, True):
            for direction in (1, -1):
                self._take(
                    doubts,
                    self._programs.farthest({target: direction}, onlooker, exactly=exactly),
                )
            if not len(doubts) or doubts.first != (target, onlooker):
                return

    def _direction(self, target: int) -> int:
        truth, most = self._crossings.truth[target], self._crossings.sizes[target]
        return 1 if 2 * truth < most * self._crossings.width else -1
