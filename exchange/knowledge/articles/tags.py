"""Free words that say what an article is about: as they are typed, and the key they share. Pure."""

import re

from app.kernel.word_stems import fold

MOST_TAGS, LONGEST_TAG = 8, 40

_SEPARATORS = re.compile(r"[,;\n]")
_UNWANTED = re.compile(r"[^\w .&/+-]")


def read_tags(typed: str) -> list[str]:
    """The single tags of what somebody typed, parted by commas; each once, whatever its case."""
    parts = (" ".join(_UNWANTED.sub(" ", part).split()) for part in _SEPARATORS.split(typed))
    names = (part.strip(" .-/+&#") for part in parts)
    found: dict[str, str] = {}
    for name in names:
        if tag_key(name):
            found.setdefault(tag_key(name), name)
    return list(found.values())


def tag_key(name: str) -> str:
    """What is the same for `Außendienst`, `AUSSENDIENST` and `aussen-dienst `."""
    return "-".join(re.findall(r"[^\W_]+", fold(name)))
