"""The search for points that prove records safe. Pure; see `bounds`.

Small random changes of the real scores prove most where scores are of all kinds; where nearly all
are at the ends of the scale, records moved from inner points do. Linear programs for one record, or
for one pair of a record and an onlooker, prove the rest, or that there is no proof.
"""

import random
from collections.abc import Callable

import numpy

from assessments.disclosure.inner_points import inner_point, moved_points
from assessments.disclosure.points import Doubts, Point, Possible
from assessments.disclosure.programs import Programs

# What leaves more than this of the pairs in doubt is of little use; after so many in a row, others
# are looked for. Inner points take longer, so they have to be of more use.
USEFUL = 0.97
PATIENCE = 4
USEFUL_AT_LENGTH = 0.8
PATIENCE_AT_LENGTH = 2
# How many records are looked at one by one, with how many programs each, before all together are.
ONE_BY_ONE = 8
TRIES = 4
# How many records in doubt one program moves.
AT_ONCE = 60
# The shares of crossings that get room. More find more partners, and have less room each.
SHARES = (0.5, 0.6, 0.75)
# How much chance there is in which get room.
VARIETY = 0.3


class Search:
    """Looks for points that prove records safe."""

    def __init__(self, possible: Possible) -> None:
        self.possible = possible
        self._crossings = possible.crossings
        self._programs = Programs(possible)
        self._random = random.Random(0)  # noqa: S311 — finds proofs, decides nothing

    def first_bounded(self, doubts: Doubts) -> int | None:
        """The crossing of the first pair without a proof; those before it are proven."""
        records, tries = ONE_BY_ONE, TRIES
        while len(doubts):
            for target in doubts.targets[:records]:
                if self._bounded(doubts, target, tries):
                    return target
                if doubts.targets[:1] == [target]:
                    break
            self.sweep(doubts)
            records, tries = 2 * records, 2 * tries
        return None

    def sweep(self, doubts: Doubts) -> None:
        """Prove what can be proven of many records at once."""
        if len(doubts.targets) > 2 * ONE_BY_ONE:
            self._while_useful(doubts, lambda: self._take(doubts, self._walk(doubts)))
            self._while_useful(
                doubts, lambda: self._from_inside(doubts), USEFUL_AT_LENGTH, PATIENCE_AT_LENGTH
            )
            self._while_useful(doubts, lambda: self._take(doubts, self._nearby(doubts)))

    def _bounded(self, doubts: Doubts, target: int, tries: int) -> bool:
        """Whether one of the first pairs of a target has no proof; proves others, too."""
        own = doubts.only(target)
        bounded = False
        self._while_useful(own, lambda: self._prove_for_many(own, target), USEFUL_AT_LENGTH, 1)
        for _ in range(tries):
            if not len(own) or bounded:
                break
            pairs = len(own)
            self._prove_for_one(own)
            bounded = len(own) == pairs
        doubts.know(target, own)
        return bounded

    def _while_useful(
        self,
        doubts: Doubts,
        find: Callable[[], None],
        useful: float = USEFUL,
        patience: int = PATIENCE,
    ) -> None:
        left = patience
        while len(doubts) and left:
            pairs = len(doubts)
            find()
            left = patience if len(doubts) < useful * pairs else left - 1

    def _take(self, doubts: Doubts, point: Point | None) -> None:
        if point is not None:
            doubts.take(point)

    def _from_inside(self, doubts: Doubts) -> None:
        """Every record in doubt moved from a point at which some crossings have room."""
        moving = self._least_watching(doubts)
        base = inner_point(self.possible, moving)
        if base is not None and len(doubts):
            targets = numpy.array(doubts.targets)
            doubts.take_each(*moved_points(self.possible, base, moving, targets))

    def _least_watching(self, doubts: Doubts) -> numpy.ndarray:
        """Those to get room (yes or no, by crossing): few that are in doubt as onlookers."""
        concerned = numpy.array(self.possible.concerned)
        watching = doubts.onlookers()[concerned]
        chance = [self._random.random() * VARIETY for _ in concerned]
        order = concerned[numpy.argsort(watching / max(1, watching.max()) + chance)]
        moving = numpy.zeros(len(self._crossings.sizes), dtype=bool)
        moving[order[: int(len(order) * self._random.choice(SHARES))]] = True
        return moving

    def _walk(self, doubts: Doubts) -> Point:
        """The real scores, with as many of those in doubt moved as the limits allow."""
        walk, targets = self.possible.walk(), doubts.targets
        self._random.shuffle(targets)
        for target in targets:
            upwards = self._random.random() < 0.5
            if not walk.move(target, upwards):
                walk.move(target, not upwards)
        return walk.point

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
