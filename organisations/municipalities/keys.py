"""The key of a municipality, made from its name. Pure."""

import re
import unicodedata

LONGEST_KEY = 60
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def make_key(name: str) -> str:
    """`Groß Trebelow` → `gross-trebelow`; empty where the name has no letter and no digit."""
    composed = unicodedata.normalize("NFC", name).lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", composed).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].rstrip("-")
