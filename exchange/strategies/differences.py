"""What two versions of a strategy concept say differently. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from exchange.adoption.word_changes import Change
from exchange.strategies.document import SECTIONS, Document, Measure, measures_of

_FIELDS = ("title", "responsible", "due_on", "indicator")


@dataclass(frozen=True)
class MeasureChange:
    """What became of one measure; `fields` names what reads differently."""

    change: Change
    old: Measure | None
    new: Measure | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Differences:
    """All that differs between two documents; `sections` names the texts.

    `reordered` tells of the measures that both have.
    """

    sections: tuple[str, ...]
    review_on: bool
    measures: tuple[MeasureChange, ...]
    reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.sections or self.review_on or self.measures or self.reordered)


def differences(old: Document, new: Document) -> Differences:
    """What `new` says differently from `old`. Measures are told apart by their keys."""
    return Differences(
        sections=tuple(name for name in SECTIONS if old[name] != new[name]),
        review_on=old["review_on"] != new["review_on"],
        measures=tuple(_measure_changes(old, new)),
        reordered=_kept(old, new) != _kept(new, old),
    )


def _kept(document: Document, other: Document) -> list[str]:
    """The keys of the measures that `other` has as well, in the order of `document`."""
    known = {measure["key"] for measure in other["measures"]}
    return [one["key"] for one in document["measures"] if one["key"] in known]


def _measure_changes(old: Document, new: Document) -> Iterator[MeasureChange]:
    before = {measure.key: measure for measure in measures_of(old)}
    for measure in measures_of(new):
        known = before.pop(measure.key, None)
        if known is None:
            yield MeasureChange(Change.ADDED, None, measure)
            continue
        fields = tuple(one for one in _FIELDS if getattr(known, one) != getattr(measure, one))
        if fields:
            yield MeasureChange(Change.CHANGED, known, measure, fields)
    for gone in before.values():
        yield MeasureChange(Change.REMOVED, gone, None)
