"""Reads the name that a person wishes on the paper: as it can be printed, or why not. Pure."""

from certificates.printing.fonts import UncoveredCharacters, printable, require_coverage

LONGEST_NAME = 120


class NameFault(ValueError):
    """The name cannot stand on a certificate."""


class EmptyName(NameFault):
    """There is no letter in it."""


class TooLongName(NameFault):
    """It is longer than LONGEST_NAME."""


class UnprintableName(NameFault):
    """No font has these `characters`, each as it can be shown: itself, or its number."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = tuple(map(_visible, characters))
        super().__init__(" ".join(self.characters))


def read_name(typed: str) -> str:
    """The name as it is printed: composed characters, single spaces. Raises NameFault.

    It is data and never markup: `<b>` is three characters like any others.
    """
    if len(typed) > 4 * LONGEST_NAME:  # before anything is done with each of its characters
        raise TooLongName
    name = printable(typed)
    if not any(character.isalpha() for character in name):
        raise EmptyName
    if len(name) > LONGEST_NAME:
        raise TooLongName
    require_printable(name)
    return name


def as_printed(name: str) -> str:
    """Any name as it is printed, whether or not there is a font for it."""
    return printable(name)


def require_printable(name: str) -> None:
    """Raise UnprintableName where a font is missing for a character of the name."""
    try:
        require_coverage([printable(name)])
    except UncoveredCharacters as error:
        raise UnprintableName(error.characters) from error


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " ".join(f"U+{ord(point):04X}" for point in character)
