"""The way through the pages of a needs analysis, and how far somebody has come on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.needs.items.document import Item
from courses.needs.items.reading_time import minutes_for
from organisations.topics.models import Competency


@dataclass(frozen=True)
class Question:
    """One question: the competency it is about, and the version of an item that asks for it."""

    number: int
    competency: Competency
    item: Item
    version_id: str


@dataclass(frozen=True)
class Passage:
    """The pages are numbered from 1: one per question, then the situations, then the time."""

    questions: Sequence[Question]
    levels: Mapping[str, int]
    situations_told: bool

    @property
    def situations_page(self) -> int:
        return len(self.questions) + 1

    @property
    def time_page(self) -> int:
        return len(self.questions) + 2

    @property
    def first_open(self) -> int:
        """The first page that has not been answered; pages behind it cannot be opened yet."""
        for question in self.questions:
            if question.competency.key not in self.levels:
                return question.number
        return self.time_page if self.situations_told else self.situations_page

    @property
    def answered(self) -> Sequence[Question]:
        """The questions that can be looked at again: all before the first open page."""
        return self.questions[: self.first_open - 1]

    def minutes_from(self, number: int, language: str) -> int:
        """About how many minutes it takes from that question to the end."""
        return minutes_between(self.questions[number - 1 :], language)


def minutes_between(questions: Sequence[Question], language: str) -> int:
    """About how many minutes these questions take, and the two pages after them."""
    return minutes_for(sum(question.item.words_in(language) for question in questions))
