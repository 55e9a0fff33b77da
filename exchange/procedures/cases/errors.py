"""What can keep a handler from something, in their words."""

from collections.abc import Collection

from app.kernel.errors import DomainError, explain_constraint
from app.kernel.i18n import lazy_gettext as _l


class NotInForce(DomainError):
    """The procedure does not hold (any more)."""

    MESSAGE = _l("Dieses Verfahren gilt nicht mehr. Bitte wählen Sie ein anderes.")


class CaseClosed(DomainError):
    """It is closed: it can be read, and nothing else."""

    MESSAGE = _l("Der Vorgang ist abgeschlossen. Er lässt sich nur noch lesen.")


class ChangedMeanwhile(DomainError):
    """Somebody else has saved since the description was opened."""

    MESSAGE = _l("Inzwischen hat jemand anderes gespeichert.")


class AnswersMissing(DomainError):
    """A step is not done before what it asks is answered: `numbers` says which of its questions."""

    def __init__(self, numbers: Collection[int]) -> None:
        super().__init__(_l("Zu diesem Schritt fehlen noch Antworten."))
        self.numbers = numbers


class NoSuchColleague(DomainError):
    """No account has the address, or one of another municipality: nobody shall learn which."""

    MESSAGE = _l("Unter dieser Adresse finden wir in Ihrer Kommune niemanden mit einem Konto.")


class AlreadyNamed(DomainError):
    """They handle the case already."""

    MESSAGE = _l("Diese Person ist schon benannt.")


class LastHandler(DomainError):
    """Without a successor there would be nobody left who may see it."""

    MESSAGE = _l("Mindestens eine Person muss benannt bleiben. Benennen Sie zuerst eine Nachfolge.")


explain_constraint("ck_clearing_cases_handler_count", LastHandler.MESSAGE, error=LastHandler)
