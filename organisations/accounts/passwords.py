"""What a password must be, besides secret. Pure."""

from collections.abc import Iterable

from zxcvbn import zxcvbn

from organisations.accounts.german_words import GERMAN_WORDS

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256  # argon2 would hash any length; a limit keeps requests small
STRONG_ENOUGH = 3  # of 0 to 4: "safely unguessable", more than 10^8 guesses
_LOOKED_AT = 72  # letters; zxcvbn grows slow on long texts, and what follows only makes them better


def names_of(name: str, email: str, municipality: str = "") -> tuple[str, ...]:
    """Parts of a person's name, address and municipality that are no part of a good password."""
    return (*name.split(), *email.split("@"), *municipality.split())


def names_the_person(password: str, names: Iterable[str]) -> bool:
    """Whether `password` is no more than some of `names` (name, address) in a row.

    Capitals, spaces and signs between them make no difference, nor do digits.
    """
    rest = given = _letters(password)
    for name in sorted(map(_letters, names), key=len, reverse=True):
        rest = rest.replace(name, "") if name else rest
    return bool(given) and not rest


def is_guessable(password: str, names: Iterable[str]) -> bool:
    """Whether lists, keyboard rows, dates and `names` lead to `password` soon (zxcvbn).

    Judged by the likeliest parts it can be made of: the `names` first, then German words.
    """
    if not password:
        return True
    judged = zxcvbn(password[:_LOOKED_AT], user_inputs=[*names, *GERMAN_WORDS])
    return bool(judged["score"] < STRONG_ENOUGH)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())
