"""What a password must be, besides secret. Pure."""

from collections.abc import Iterable

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256  # argon2 would hash any length; a limit keeps requests small


def names_the_person(password: str, names: Iterable[str]) -> bool:
    """Whether `password` is no more than some of `names` (name, address) in a row.

    Capitals, spaces and signs between them make no difference, nor do digits.
    """
    rest = given = _letters(password)
    for name in sorted(map(_letters, names), key=len, reverse=True):
        rest = rest.replace(name, "") if name else rest
    return bool(given) and not rest


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())
