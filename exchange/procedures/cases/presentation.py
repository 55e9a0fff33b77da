"""A case as its page shows it, read in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from exchange.procedures.cases import queries
from exchange.procedures.cases.answers import NOTHING, StepAnswers, list_answers
from exchange.procedures.cases.models import Case, CaseAct, CaseStep, CaseTick
from exchange.procedures.cases.queries import ReadNote
from exchange.procedures.writing.document import Step
from exchange.procedures.writing.questions import Question, QuestionKind, unanswered
from organisations.models import Person
from organisations.queries import find_names


@dataclass(frozen=True)
class ShownItem:
    """One thing to tick, by its number from 1; `tick` where somebody has."""

    number: int
    text: str
    tick: CaseTick | None


@dataclass(frozen=True)
class ShownAnswer:
    """A question of a step and what is answered; empty where nothing is."""

    question: Question
    text: str

    @property
    def day(self) -> date | None:
        """The day that is answered where one is asked for."""
        is_day = self.text and self.question.kind is QuestionKind.DAY
        return date.fromisoformat(self.text) if is_day else None


@dataclass(frozen=True)
class ShownStep:
    """A step of the procedure and where it stands."""

    step: Step
    row: CaseStep
    items: tuple[ShownItem, ...]
    overdue: bool
    saved: StepAnswers

    @property
    def done(self) -> bool:
        return self.row.done_at is not None

    @property
    def answers(self) -> list[ShownAnswer]:
        """What it asks, and what is answered so far."""
        return shown_answers(self.step, self.saved)

    @property
    def lacks_answers(self) -> bool:
        """Whether it cannot be ticked off yet."""
        return bool(unanswered(self.step.questions, self.saved.given))

    @property
    def open_items(self) -> list[ShownItem]:
        return [item for item in self.items if item.tick is None]


@dataclass(frozen=True)
class ShownCase:
    """All that the page of a case shows. `names` are of all who did something, by public id."""

    case: Case
    description: str
    steps: tuple[ShownStep, ...]
    handlers: Sequence[Person]
    notes: list[ReadNote]
    acts: Sequence[CaseAct]
    names: dict[str, str]

    @property
    def next_step(self) -> ShownStep | None:
        """What is to be done first: of those that are open, the one that is due first."""
        waiting = [shown for shown in self.steps if not shown.done]
        dated = [shown for shown in waiting if shown.row.due_at]
        if dated:
            return min(dated, key=lambda shown: (shown.row.due_at, shown.step.number))
        return waiting[0] if waiting else None


def shown_answers(step: Step, saved: StepAnswers) -> list[ShownAnswer]:
    """Each question of `step` with what was saved."""
    return [ShownAnswer(one, saved.given.get(one.number, "")) for one in step.questions]


def shown_steps(case: Case, now: datetime) -> tuple[ShownStep, ...]:
    """The steps of the case's version with ticks and answers; three statements, one of keys."""
    rows, ticks = queries.list_steps(case), queries.list_ticks(case)
    answers = list_answers(case)
    at = case.closed_at or now
    return tuple(
        ShownStep(
            step,
            rows[step.number],
            tuple(
                ShownItem(number, text, ticks.get((step.number, number)))
                for number, text in enumerate(step.checklist or (step.title,), start=1)
            ),
            rows[step.number].is_overdue(at),
            answers.get(step.number, NOTHING),
        )
        for step in case.version.steps
    )


def shown_case(case: Case, now: datetime) -> ShownCase:
    """The whole page."""
    steps, acts = shown_steps(case, now), queries.list_acts(case)
    notes = queries.read_notes(case)
    known = {act.actor_public_id for act in acts} | {act.about_public_id or "" for act in acts}
    known |= {read.note.author_public_id for read in notes}
    known |= {item.tick.person_public_id for one in steps for item in one.items if item.tick}
    known |= {one.saved.saved_by for one in steps}
    return ShownCase(
        case=case,
        description=queries.read_description(case),
        steps=steps,
        handlers=queries.list_handlers(case),
        notes=notes,
        acts=acts,
        names=find_names(known - {""}),
    )
