"""Finds words in texts however they are inflected, written or joined. Pure.

German and English together, light and without a dictionary: endings are cut off, case and umlauts
do not matter (`ue` stands for `ü`), and a word is found inside a compound, too. Of a compound that
no text holds, its last part is looked for: who asks for a Bürgerversammlung is shown a Versammlung.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_DIGRAPHS = re.compile("(?<=[aou])e")
#: What derives a word and says little of what it is about, with what is left of it.
_DERIVATIONS = (("ismus", "is"), ("ism", "is"), ("isch", ""), ("ist", "is"), ("ung", ""))
_ENDINGS = ("innen", "ern", "em", "en", "er", "es", "in", "ed", "e", "n", "s")
_SHORTEST_STEM = 4
#: Words that say nothing of what somebody looks for, folded.
_FILLING_WORDS = (
    "aber als am an auch auf aus bei bin bis da damit dann das dass dem den denn der des die dies "
    "diese dieser dieses doch du ein eine einem einen einer eines er es fur gegen habe haben hat "
    "ich ihr im in ist ja kann kein keine man mein meine mich mir mit nach nicht noch nun oder ob "
    "ohne sein seine sich sie sind so soll sollen uber um und uns unser unsere vom von vor war was "
    "wegen wenn wer werden wie wir wird wo zu zum zur "
    "a about an and are as at be by can do does for from has have how i if is it its my not of on "
    "or our she should that the their they this to was we what when where which who why will with "
    "you your"
)
_FILLING = frozenset(_FILLING_WORDS.split())
#: From this length on a word is looked for inside others, and others at its end.
SHORTEST_BEGINNING, SHORTEST_INNER, SHORTEST_TAIL = 3, 4, 6
#: How well a word is found: as it is, as the beginning of another, inside one, its end alone.
EXACT, BEGINNING, INNER, TAIL = 4, 3, 2, 1


def plain_letters(text: str) -> str:
    """`text` in small letters without accents and dots."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())).casefold()


def fold(text: str) -> str:
    """`text` without case, accents and umlauts: `Größe`, `GROESSE` and `grosse` are the same."""
    return _DIGRAPHS.sub("", plain_letters(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What is left of a folded word without its endings."""
    word = _without_ending(word)
    for ending, rest in _DERIVATIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - 1:
            word = word.removesuffix(ending) + rest
    return word


@lru_cache(maxsize=4096)
def stems_in(text: str) -> str:
    """The stems of all words of `text`, each once and with a space before and after it."""
    return f" {' '.join(sorted(set(map(stem, _WORD.findall(fold(text))))))} "


def stems_asked_for(search: str) -> list[str]:
    """The stems of what somebody looks for, each once.

    Single letters and words such as `und` or `the` count only if there is no more.
    """
    words = _WORD.findall(fold(search))
    telling = [word for word in words if len(word) > 1 and word not in _FILLING]
    return list(dict.fromkeys(map(stem, telling or words)))


def words_with_places(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of `text`: where each begins and ends, and its stem."""
    for word in _WORD.finditer(text):
        yield word.start(), word.end(), stem(fold(word.group()))


def closeness(asked: str, stems: str) -> int:
    """How well `asked` is found among `stems`, as `stems_in` gives them; 0 where it is not."""
    if f" {asked} " in stems:
        return EXACT
    if len(asked) >= SHORTEST_BEGINNING and f" {asked}" in stems:
        return BEGINNING
    if len(asked) >= SHORTEST_INNER and asked in stems:
        return INNER
    ends = (asked[start:] for start in range(1, len(asked) - SHORTEST_TAIL + 1))
    return TAIL if any(f" {end} " in stems for end in ends) else 0


def _without_ending(word: str) -> str:
    if word.endswith(("us", "ss")):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return _undoubled(word.removesuffix(ending))
    return word


def _undoubled(word: str) -> str:
    """`kolleginn` as `kollegin`; what ends in ss is left alone."""
    return word[:-1] if word[-2:-1] == word[-1] and word[-1] not in "sl" else word
