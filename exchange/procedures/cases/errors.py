"""What can keep a handler from something, in their words."""

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


class LastHandler(DomainError):
    """Without a successor there would be nobody left who may see it."""

    MESSAGE = _l("Mindestens eine Person muss benannt bleiben. Benennen Sie zuerst eine Nachfolge.")


explain_constraint("ck_clearing_cases_handler_count", LastHandler.MESSAGE, error=LastHandler)
explain_constraint("pk_case_handlers", _l("Diese Person ist schon benannt."), field="person")
