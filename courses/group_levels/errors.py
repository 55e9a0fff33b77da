"""Why levels are not taken."""

from app.kernel.errors import DomainError
from app.kernel.i18n import lazy_gettext as _l


class CollectionClosed(DomainError):
    """Too late: nothing is taken and nothing computed anew."""

    MESSAGE = _l(
        "Die Zeit zum Antworten ist vorbei. Was danach kommt, zählt nicht mehr, damit sich am "
        "Ergebnis nichts ändert. Ihr eigener Lernpfad bleibt davon unberührt."
    )

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)


class NothingToGive(DomainError):
    """There is no completed needs analysis."""

    MESSAGE = _l("Füllen Sie zuerst Ihre Bedarfsanalyse aus. Dann können Sie sie hier beitragen.")

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)


class AlreadyGiven(DomainError):
    """The analysis is in another group's result, or waits to be."""

    MESSAGE = _l(
        "Diese Bedarfsanalyse ist schon in ein anderes Gruppenergebnis eingegangen. Jede zählt nur "
        "einmal, sonst ließe sich aus zwei Ergebnissen auf Sie schließen. Füllen Sie die "
        "Bedarfsanalyse bitte neu aus."
    )

    def __init__(self) -> None:
        super().__init__(self.MESSAGE)


class ContributionsChanged(Exception):
    """Somebody's levels were erased while the figures were computed: they are computed again."""
