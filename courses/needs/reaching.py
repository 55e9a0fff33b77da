"""Which targets the catalogue cannot reach, whoever learns: from courses and targets alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from courses.catalogue.models import Course
from organisations.models import Function
from organisations.topics.models import Competency
from organisations.topics.queries import TargetLine


@dataclass(frozen=True)
class OutOfReach:
    """A target of `function` that no course raises to: the best one ends at `reached`."""

    function: Function
    competency: Competency
    target: int
    reached: int


def list_out_of_reach(
    profiles: Mapping[Function, Sequence[TargetLine]], courses: Iterable[Course]
) -> list[OutOfReach]:
    """The targets that none of `courses` reaches which is offered and for that function."""
    highest: dict[tuple[str, int], int] = {}
    for course in courses:
        if not course.is_offered:
            continue
        audience = {entry.function for entry in course.audience} or set(Function)
        for function in audience:
            for effect in course.raises:
                place = function, effect.competency_id
                highest[place] = max(highest.get(place, 0), effect.level)
    return [
        OutOfReach(function, line.competency, line.level, reached)
        for function, lines in profiles.items()
        for line in lines
        if line.level > (reached := highest.get((function, line.competency.id), 0))
    ]
