"""How well the words of a search are found in the parts of something. Pure.

For what is few enough to be read whole; what is not has the index of `app.kernel.full_text`.
"""

from collections.abc import Iterable, Sequence

from app.kernel.word_stems import closeness, stems_in


def score_of(asked: Sequence[str], parts: Iterable[tuple[str, int]]) -> int | None:
    """The sum of how well each of the stems `asked` is found in the part where it is found best.

    A part is a text and how much a word in it tells. None where one of the stems is nowhere.
    """
    stems = [(stems_in(text), weight) for text, weight in parts]
    total = 0
    for word in asked:
        best = max(weight * closeness(word, one) for one, weight in stems)
        if not best:
            return None
        total += best
    return total
