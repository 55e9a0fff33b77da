"""What can be worked out of shown means about one record, one's own score being known. Pure.

Rule 4 of the contract "Group results that give no one away". Shown means leave every point possible
whose sums keep within their limits; an onlooker leaves out those that do not fit their own score.
Records of one crossing of all dimensions are alike in this: a point is one sum for each crossing.

That a record is safe is proven by points that are possible for the onlooker and differ by a quarter
of the scale. They are whole numbers of a unit in which the limits are whole, too, so a proof holds
whatever found its points (`searching`). What is left without a proof counts as bounded, so noise
never shows a cell. What more means do not bound, fewer do not either: a proof is found only once.
"""

from collections.abc import Set as AbstractSet

from assessments.disclosure.points import Crossings, Doubts, Mean, Possible
from assessments.disclosure.searching import Search

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
                return Question(possible, known.doubts.copy(), list(known.waiting))
        return Question(possible, Doubts(self._crossings, []), self._blocks(possible))

    def _blocks(self, possible: Possible) -> list[list[int]]:
        """All crossings that means are about, some at a time."""
        likely: set[int | None] = set()
        if self._asked:
            # What was bounded before probably is again, or what is in a group never asked about.
            new = possible.means.difference(*(known.means for known in self._asked))
            likely = {known.bounded for known in self._asked}.union(
                *map(possible.crossings.of, new)
            )
        first = [one for one in possible.concerned if one in likely]
        rest = [one for one in possible.concerned if one not in likely]
        size = max(1, LARGEST_BLOCK // len(self._crossings.watched))
        return [
            group[at : at + size] for group in (first, rest) for at in range(0, len(group), size)
        ]


class Question:
    """Whether some means bound a record: the pairs in doubt, and crossings that wait to be."""

    def __init__(self, possible: Possible, doubts: Doubts, waiting: list[list[int]]) -> None:
        self.means: AbstractSet[Mean] = possible.means
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
            search.sweep(self.doubts)
