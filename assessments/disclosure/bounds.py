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

import numpy

from assessments.disclosure.inner_points import inner_point, moved_points
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from assessments.disclosure.points import Crossings, Doubts, Mean, Point, Possible
from assessments.disclosure.programs import Programs

# A point that leaves more than this of the pairs in doubt is of little use; after so many in a row,
# others are looked for.
USEFUL = 0.97
FEW = 30
TRIES = 10
PATIENCE = 4
SHARE = 0.6
VARIETY = 0.3
# How many records in doubt one program moves.
AT_ONCE = 60
# How many pairs of an onlooker and a crossing are looked at together.
LARGEST_BLOCK = 1_000_000


class Bounds:
    """What means that are shown together bound, for one wave."""

    def __init__(self, crossings: Crossings) -> None:
        self._crossings = crossings
        self._asked: list[Question] = []

    def first_bounded(self, means: frozenset[Mean]) -> int | None:
        """The number of a record that is bounded too narrowly; None if there is none.

        The first one if each question is about some of the means of the one before.
        """
        if not means:
            return None
        for known in self._asked:
            if known.bounded is not None and known.means <= means:  # more means tell more
                return self._crossings.of_record.index(known.bounded)
        question = self._question(means)
        question.answer()
        self._asked.append(question)
        if question.bounded is None:
            return None
        return self._crossings.of_record.index(question.bounded)

    def _question(self, means: frozenset[Mean]) -> "Question":
        """The question, with only those pairs in doubt that more means did not prove safe."""
        possible = Possible(self._crossings, means)
        for known in reversed(self._asked):
            if means <= known.means:
                return Question(means, possible, known.doubts.copy(), list(known.waiting))
        # What is about means never asked about, or was bounded before, probably is so again.
        known_means = frozenset().union(*(known.means for known in self._asked))
        likely = {known.bounded for known in self._asked}.union(
            *(possible.inside(mean) for mean in means - known_means)
        )
        doubts = Doubts(self._crossings, [])
        size = max(1, LARGEST_BLOCK // len(self._crossings.watched))
        first = [one for one in possible.concerned if self._asked and one in likely]
        rest = [one for one in possible.concerned if one not in set(first)]
        waiting = [
            group[at : at + size] for group in (first, rest) for at in range(0, len(group), size)
        ]
        return Question(means, possible, doubts, waiting)


class Question:
    """Whether some means bound a record: what is in doubt, and what waits to be."""

    def __init__(
        self,
        means: frozenset[Mean],
        possible: Possible,
        doubts: Doubts,
        waiting: list[list[int]],
    ) -> None:
        self.means = means
        self.bounded: int | None = None
        self.doubts = doubts
        self.waiting = waiting
        self._possible = possible

    def answer(self) -> None:
        """Find the first crossing that is bounded."""
        search = Search(self._possible)
        while True:
            self.doubts.keep(self._possible.concerned)
            self.bounded = search.first_bounded(self.doubts)
            if self.bounded is not None or not self.waiting:
                return
            self.doubts = Doubts(self._possible.crossings, self.waiting.pop(0))


class Search:
    """Looks for points that prove records safe."""

    def __init__(self, possible: Possible) -> None:
        self.possible = possible
        self._crossings = possible.crossings
        self._programs = Programs(possible)
        self._random = random.Random(0)  # noqa: S311 — finds proofs, decides nothing

    def first_bounded(self, doubts: Doubts) -> int | None:
        """The crossing of the first pair without a proof; those before it are proven."""
        targets = tries = 1  # what was bounded before probably is so again
        while len(doubts):
            for target in doubts.targets[:targets]:
                if self._bounded(doubts, target, tries):
                    return target
            if len(doubts.targets) > FEW:
                self._sweep(doubts)
            targets, tries = max(FEW, 2 * targets), max(TRIES, 2 * tries)
        return None

    def _sweep(self, doubts: Doubts) -> None:
        """Prove what many records at once can be proven of."""
        self._while_useful(doubts, lambda: self._take(doubts, self._walk(doubts.targets)))
        self._while_useful(doubts, lambda: self._from_inside(doubts), 0.8, 2)
        self._while_useful(doubts, lambda: self._take(doubts, self._nearby(doubts)))

    def _bounded(self, doubts: Doubts, target: int, tries: int) -> bool:
        """Whether one of the first pairs of a target has no proof; proves others, too."""
        own = doubts.only(target)
        bounded = False
        self._while_useful(own, lambda: self._prove_for_many(own, target), 0.8, 1)
        for _ in range(tries):
            if not len(own) or bounded:
                break
            pairs = len(own)
            self._prove_for_one(own)
            bounded = len(own) == pairs
        doubts.know(target, own)
        return bounded

    def _while_useful(self, doubts, find, useful=USEFUL, patience=PATIENCE) -> None:
        left = patience
        while len(doubts) and left:
            pairs = len(doubts)
            find()
            left = patience if len(doubts) < useful * pairs else left - 1

    def _take(self, doubts: Doubts, point: Point | None) -> None:
        if point is not None:
            doubts.take(point)

    def _from_inside(self, doubts: Doubts) -> None:
        """Every record in doubt moved from a point at which others have room.

        Those that many doubts are about as onlookers keep their real scores, so that it fits them.
        """
        moving = self._least_watching(doubts)
        base = inner_point(self.possible, moving)
        if base is not None:
            doubts.take(base)
            doubts.take_each(
                *moved_points(self.possible, base, moving, numpy.array(doubts.targets))
            )

    def _least_watching(self, doubts: Doubts) -> numpy.ndarray:
        concerned = numpy.array(self.possible.concerned)
        watching = doubts.onlookers()[concerned]
        noise = [self._random.random() * VARIETY for _ in concerned]
        order = concerned[numpy.argsort(watching / max(1, watching.max()) + noise)]
        moving = numpy.zeros(len(self._crossings.sizes), dtype=bool)
        moving[order[: int(len(order) * SHARE)]] = True
        return moving

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

    def _nearby(self, doubts: Doubts) -> Point | None:
        """Some of those in doubt moved with few others, so that it fits nearly all onlookers."""
        targets = doubts.targets
        chosen = self._random.sample(targets, min(len(targets), AT_ONCE))
        return self._programs.nearby(
            {one: self._direction(one) for one in chosen}, doubts.onlookers() > 0
        )

    def _prove_for_many(self, doubts: Doubts, target: int) -> None:
        """Move one record, with few others and few that are in doubt as onlookers."""
        for exactly in (False, True):
            if len(doubts):
                point = self._programs.nearby(
                    {target: self._direction(target)}, doubts.onlookers() > 0, exactly=exactly
                )
                self._take(doubts, point)

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
