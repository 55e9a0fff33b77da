"""A case as its page shows it, read in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from exchange.procedures.cases import queries
from exchange.procedures.cases.models import Case, CaseAct, CaseStep, CaseTick
from exchange.procedures.cases.queries import ReadNote
from exchange.procedures.writing.document import Step
from organisations.models import Person
from organisations.queries import find_names


@dataclass(frozen=True)
class ShownItem:
    """One thing to tick, by its number from 1; `tick` where somebody has."""

    number: int
    text: str
    tick: CaseTick | None


@dataclass(frozen=True)
class ShownStep:
    """A step of the procedure and where it stands."""

    step: Step
    row: CaseStep
    items: tuple[ShownItem, ...]
    overdue: bool

    @property
    def done(self) -> bool:
        return self.row.done_at is not None

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


def shown_steps(case: Case, now: datetime) -> tuple[ShownStep, ...]:
    """The steps of the case's version with their ticks; two statements."""
    rows, ticks = queries.list_steps(case), queries.list_ticks(case)
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
    return ShownCase(
        case=case,
        description=queries.read_description(case),
        steps=steps,
        handlers=queries.list_handlers(case),
        notes=notes,
        acts=acts,
        names=find_names(known - {""}),
    )
