"""How long a needs analysis takes those of each function, as it is now."""

from collections.abc import Sequence

from courses.needs.items.document import LANGUAGES
from courses.needs.items.queries import ItemState
from courses.needs.items.reading_time import minutes_for
from organisations.models import Function


def durations_of(states: Sequence[ItemState]) -> dict[str, int]:
    """About how many minutes by function, in the language that takes longer."""
    return {function.value: _duration(states, function) for function in Function}


def _duration(states: Sequence[ItemState], function: str) -> int:
    asked = {}
    for state in sorted(states, key=lambda state: not state.item.is_general):
        if state.current and (state.item.is_general or function in state.item.functions):
            asked[state.item.competency_id] = state.current.said
    return max(
        minutes_for(sum(item.words_in(language) for item in asked.values()))
        for language in LANGUAGES
    )
