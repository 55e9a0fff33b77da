"""What people in German authorities try first as a password, the likeliest first. Pure.

A list of our own: zxcvbn knows English words and American keyboards.
"""

from pathlib import Path

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

_WORDS = (
    (Path(__file__).parent / "content" / "german_words.txt").read_text(encoding="utf-8").split()
)

#: Each word once, also as it is typed where a keyboard has no umlauts.
GERMAN_WORDS = tuple(
    dict.fromkeys(spelling for word in _WORDS for spelling in (word, word.translate(_UMLAUTS)))
)
