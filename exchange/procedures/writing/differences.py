"""What two versions of a procedure say differently, for people to read. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from exchange.adoption.word_changes import Change
from exchange.procedures.writing.document import Document, Step, steps_of


@dataclass(frozen=True)
class StepChange:
    """What became of one step; `fields` names what reads differently, in the order of the page."""

    change: Change
    old: Step | None
    new: Step | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Differences:
    """All that differs between two documents."""

    title: bool
    purpose: bool
    added_situations: tuple[str, ...]
    removed_situations: tuple[str, ...]
    steps: tuple[StepChange, ...]

    def __bool__(self) -> bool:
        return bool(
            self.title
            or self.purpose
            or self.added_situations
            or self.removed_situations
            or self.steps
        )


def differences(old: Document, new: Document) -> Differences:
    """What `new` says differently from `old`. A step that only moved is removed and added."""
    before, after = old["situations"], new["situations"]
    return Differences(
        title=old["title"] != new["title"],
        purpose=old["purpose"] != new["purpose"],
        added_situations=tuple(key for key in after if key not in before),
        removed_situations=tuple(key for key in before if key not in after),
        steps=tuple(_step_changes(steps_of(old), steps_of(new))),
    )


def _step_changes(before: Sequence[Step], after: Sequence[Step]) -> Iterator[StepChange]:
    """Steps are told apart by their titles; as many for as many are taken as renamed."""
    titles = [[step.title for step in steps] for steps in (before, after)]
    matcher = SequenceMatcher(None, *titles, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        old, new = before[start:end], after[other_start:other_end]
        if kind == "equal" or (kind == "replace" and len(old) == len(new)):
            yield from filter(None, map(_compared, old, new))
        else:
            yield from (StepChange(Change.REMOVED, step, None) for step in old)
            yield from (StepChange(Change.ADDED, None, step) for step in new)


def _compared(old: Step, new: Step) -> StepChange | None:
    names = ("title", "text", "responsible", "deadline", "checklist", "questions")
    fields = tuple(name for name in names if getattr(old, name) != getattr(new, name))
    return StepChange(Change.CHANGED, old, new, fields) if fields else None
