"""Words as they stand in addresses. Pure."""

import re
from collections.abc import Container

from app.kernel.word_stems import plain_letters

LONGEST = 60


def free_slug(words: str, taken: Container[str]) -> str:
    """`words` in small letters and digits with hyphens between, numbered if that is taken."""
    slug = "-".join(re.findall(r"[a-z0-9]+", plain_letters(words)))[:LONGEST].strip("-") or "x"
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found
